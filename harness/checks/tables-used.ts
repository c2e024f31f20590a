import { readsNoRows } from '../model/definition.ts'
import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import { largerInProduction, largerInWords, unknownInProduction } from '../model/production-size.ts'

/**
 * Tables that a migration locked on its clone, and those it read there: how long it takes may hang on either. null, and
 * so all, where none was tried.
 */
export function usedBy(entries: readonly Entry[], migration: number): readonly string[] | null {
  const trials = entriesOf(entries, 'trial.started').filter((one) => one.migration === migration)
  if (trials.length === 0) return null
  return [...new Set([...trials.flatMap(({ touched }) => touched), ...readBy(entries, migration, trials)])]
}

/** Tables that a step of the rollback locked, in whatever mode; null, and so all, where its trace does not tell them all. */
export function usedOnTheWayBack(entries: readonly Entry[], step: number): readonly string[] | null {
  const own = entriesOf(entries, 'step.traced').find((one) => one.act === 'rollback' && one.step === step)
  return own === undefined || own.troubles.length > 0 ? null : (own.relations ?? null)
}

/** How tables that were used are larger in production; null where a time measured on the copy holds there as well. */
export function largerOf(entries: readonly Entry[], used: readonly string[] | null): string | null {
  const larger = largerInProduction(entries, used)
  return larger.length === 0 ? null : largerInWords(larger)
}

/** Of which table nobody knows the size in production; null where all are known, or no profile is there to ask. */
export function unknownOf(entries: readonly Entry[], used: readonly string[] | null): string | null {
  const [unknown] = unknownInProduction(entries, used)
  return unknown === undefined ? null : `the profile does not tell how many rows ${unknown} has in production`
}

/** Which larger table was not among those that a prediction was made of; null where all were. */
export function unfilledOf(
  entries: readonly Entry[],
  used: readonly string[] | null,
  migrations: readonly number[],
): string | null {
  const filled = entriesOf(entries, 'trial.started').flatMap(({ migration, scenario, touched }) =>
    scenario === 'filled' && migrations.includes(migration) ? touched : [],
  )
  const unfilled = largerInProduction(entries, used).filter(({ table }) => !filled.includes(table))
  return unfilled.length === 0 ? null : `${largerInWords(unfilled)}, and no trial filled it`
}

type Trial = EntryOf<'trial.started'>
type Traced = EntryOf<'statement.traced'>

/** Relations locked ACCESS SHARE alone by statements of which it is not known that they did no work there. */
function readBy(entries: readonly Entry[], migration: number, trials: readonly Trial[]): readonly string[] {
  const own = new Set<number | null>(trials.map(({ trial }) => trial))
  const examined = entriesOf(entries, 'migration.examined').find((one) => one.migration === migration)
  const counted = examined?.source === 'sql'
  const worked = new Map<string, readonly string[]>()
  for (const { trial, index, relation } of entriesOf(entries, 'work.counted'))
    worked.set(`${trial} ${index}`, [...(worked.get(`${trial} ${index}`) ?? []), relation])
  const reads = (traced: Traced, relation: string, relkind: string) => {
    const work = worked.get(`${traced.trial} ${traced.index}`) ?? []
    // A partitioned table's work is counted of its partitions.
    if (work.includes(relation) || (relkind === 'p' && work.length > 0)) return true
    // Whose counters were asked has its lock_timeout as well.
    return !readsNoRows(traced.statement) && !(counted && traced.lockTimeoutMs !== null)
  }
  return entriesOf(entries, 'statement.traced')
    .filter(({ trial }) => trial !== null && own.has(trial))
    .flatMap((traced) =>
      traced.locks
        .filter(({ relkind, existed }) => existed && ['r', 'p', 'm'].includes(relkind))
        .filter(({ relation, relkind }) => reads(traced, relation, relkind))
        .map(({ relation }) => relation),
    )
}
