import { describe } from '../errors.ts'
import type { Fact } from '../model/evidence.ts'
import type { Measured } from '../statistics/growth.ts'
import { runAlone } from './alone.ts'
import type { Clones } from './clones.ts'
import type { Examination } from './examination.ts'
import { analyse, comparePlans, explainTraffic } from './plans.ts'
import { predictStatements, type Timed } from './predicted.ts'
import type { Tables } from './tables.ts'
import type { Target } from './targets.ts'
import { recordAll } from './trace.ts'
import { predictWayBack, timeWayBack } from './way-back.ts'

/** Where production's rows are not known, growth shall show nonetheless. */
const SIZES: readonly [number, number] = [2_000, 8_000]

/** More takes minutes to fill; beyond it durations are predicted. */
const MOST_ROWS = 1_000_000

/** Two sizes, the larger as near to production's rows as can be filled. */
export function sizesFor(rows: number | null): readonly [number, number] {
  if (rows === null) return SIZES
  const larger = Math.max(SIZES[1], Math.min(MOST_ROWS, rows))
  return [Math.max(SIZES[0], Math.round(larger / 10)), larger]
}

/** Tables that hold rows of their own. */
function fillable(targets: readonly Target[]): readonly string[] {
  return targets.filter(({ relkind }) => relkind === 'r' || relkind === 'p').map(({ relation }) => relation)
}

/** A clone whose tables hold so many rows; tells which tables refused them. */
export async function fillClone(
  { fill, progress, signal }: Examination,
  clones: Clones,
  { targets, rows }: { readonly targets: readonly Target[]; readonly rows: number },
): Promise<{ readonly clone: Awaited<ReturnType<Clones['make']>>; readonly refused: readonly string[] }> {
  const clone = await clones.make()
  const { failed } = await fill(clone, fillable(targets), rows, { progress, signal })
  return { clone, refused: failed.map(({ relation, reason }) => `${relation} could not be filled: ${reason}`) }
}

/**
 * Runs the migration alone where the tables it touches are filled, at two sizes, so that what grows with them shows; with
 * plans of the application's statements before and after at the larger one. Returns what could not be exercised.
 */
export async function runFilled(
  examination: Examination,
  clones: Clones,
  { targets, tables }: { readonly targets: readonly Target[]; readonly tables: Tables['tables'] },
): Promise<readonly string[]> {
  const { record, number: migration, signal } = examination
  const fillTo = examination.fillTo ?? examination.rowsInProduction?.(fillable(targets)) ?? null
  if (fillable(targets).length === 0 && examination.traffic.length === 0) return []
  const untested = new Set<string>()
  const timed: Timed[] = []
  const back: Measured[] = []
  const [smaller, larger] = sizesFor(fillTo)
  // Where all tables hold more already, both sizes would be the same.
  const full = targets.every(({ oid, relkind }) => relkind === 'r' && (tables.get(oid)?.rows ?? 0) >= larger)
  for (const rows of full ? [larger] : [smaller, larger]) {
    try {
      const { clone, refused } = await fillClone(examination, clones, { targets, rows })
      for (const one of refused) untested.add(one)
      const twin = examination.migration.source === 'sql' ? null : await clones.make(clone)
      const own = await runOn(examination, { clone, twin, targets, rows, withPlans: rows === larger })
      timed.push(...own)
      // Where production holds no more, what the rehearsal itself measures is the answer.
      if (fillTo !== null) back.push(...(await timeWayBack(examination, clone, own[0]?.rows ?? rows)))
      await clones.drop(clone)
      if (twin !== null) await clones.drop(twin)
    } catch (error) {
      signal.throwIfAborted()
      record({ kind: 'trial.broken', migration, scenario: 'filled', reason: describe(error) })
      return [...untested]
    }
  }
  // A table that refused rows held as many at both sizes, and its part in the time would be taken not to grow.
  if (fillTo !== null && untested.size === 0) {
    for (const predicted of predictStatements(timed, { sizes: [smaller, larger], rows: fillTo }))
      record({ kind: 'duration.predicted', migration, ...predicted })
    predictWayBack(examination, back, fillTo)
  }
  return [...untested]
}

interface Site {
  readonly clone: Awaited<ReturnType<Clones['make']>>
  readonly twin: Site['clone'] | null
  readonly targets: readonly Target[]
  readonly rows: number
  readonly withPlans: boolean
}

async function runOn(
  examination: Examination,
  { clone, twin, targets, rows, withPlans }: Site,
): Promise<readonly Timed[]> {
  const { number: migration, traffic, nextTrial } = examination
  const trial = nextTrial()
  const facts: Fact[] = []
  const record = (fact: Fact) => void facts.push(fact)
  const touched = targets.map(({ relation }) => relation)
  record({ kind: 'trial.started', trial, migration, scenario: 'filled', rows, touched })
  if (withPlans) await analyse(clone)
  const before = withPlans ? await explainTraffic(clone, traffic) : new Map()
  const { outcome, attempts, script, tables } = await runAlone({
    examination: { ...examination, record },
    trial,
    address: clone,
    twin,
  })
  // Rows that we made up ourselves prove nothing about production's.
  if (outcome !== 'completed') throw new Error(`with filled tables: ${attempts[0]?.error?.message ?? 'it failed'}`)
  if (withPlans) {
    const usable = await analyse(clone)
    for (const fact of comparePlans(trial, traffic, [before, await explainTraffic(clone, traffic, before)], usable))
      record(fact)
  }
  const timed = script.map(({ index, place, masked, durationMs: exactly }) => {
    const durationMs = Math.round(exactly * 100) / 100
    record({ kind: 'duration.measured', trial, rows, place, statement: masked, durationMs })
    return { index, place, statement: masked, size: rows, rows: rowsOf(targets, tables) ?? rows, durationMs }
  })
  recordAll(examination.record, facts)
  return timed
}

/** Of the largest table; null where only partitions hold rows. */
function rowsOf(targets: readonly Target[], tables: Tables['tables']): number | null {
  const rows = targets.flatMap(({ oid }) => tables.get(oid)?.rows ?? [])
  return rows.length === 0 ? null : Math.max(...rows)
}
