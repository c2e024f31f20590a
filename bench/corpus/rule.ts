import type { Case } from './cases.ts'
import type { Situation } from './situation.ts'
import { differences, rowsLost, type State } from './state.ts'

/** All that was seen of one migration. */
export interface Seen {
  readonly alone: Situation
  readonly reader: Situation
  readonly writer: Situation
  readonly costs: readonly { readonly line: string; readonly beforeMs: number; readonly afterMs: number }[]
  readonly before: State
  readonly after: State
  /** After the runs in company; those after the run alone are in `after`. */
  readonly invalidIndexes: readonly string[]
  readonly twice: { readonly complaints: readonly string[]; readonly after: State }
}

export interface Harm {
  readonly why: string
}

/** What a client may wait, as the product's own limit says. */
const STALL_LIMIT_MS = 500
/** Over the declared lock_timeout, for a machine that is busy. */
const GRACE_MS = 500
/** A lock_timeout beyond this makes clients wait as long as none. */
const LONGEST_EXCUSE_MS = 10_000

/**
 * The rule of the labels: a migration is dangerous where any of this was seen, and safe otherwise.
 *
 * - A client waited longer than 500 ms, unless the migration gave up within the `lock_timeout` it declares (10 s at
 *   most) and completed without such a wait when it was started again.
 * - A statement of the application's own was given an error.
 * - The migration failed, for another reason than a lock it gave up on, or failed when it was started again.
 * - It left an invalid index, or a table with fewer rows than before.
 * - A statement of the application's own takes ten times as long afterwards, and 10 ms more.
 * - Started twice at the same moment, it left something else than one run does.
 */
export function harmsOf({ migration }: Case, seen: Seen): readonly Harm[] {
  const { alone, reader, writer, costs, before, after, twice } = seen
  const company = { alone: alone, 'beside a reader': reader, 'beside a writer': writer }
  const whys = Object.entries(company).flatMap(([where, situation]) => [
    ...stalls(situation, declaredMs(migration)).map((why) => `${where}: ${why}`),
    ...situation.errors.map((error) => `${where}: ${error}`),
    ...(situation.exits.at(-1) === 0 ? [] : [`${where}: fails: ${situation.complaint}`]),
  ])
  const invalid = [...new Set([...after.invalidIndexes, ...seen.invalidIndexes])].map((name) => `invalid index ${name}`)
  const slower = costs
    .filter(({ beforeMs, afterMs }) => afterMs > beforeMs * 10 && afterMs > beforeMs + 10)
    .map(({ line, beforeMs, afterMs }) => `${beforeMs.toFixed(1)} ms before, ${afterMs.toFixed(1)} ms after: ${line}`)
  return [...whys, ...invalid, ...rowsLost(before, after), ...slower, ...doubled(after, twice.after)].map((why) => ({
    why,
  }))
}

function stalls({ worstMs, calmWorstMs, gaveUp, worstAt }: Situation, declared: number): readonly string[] {
  const limit = Math.max(STALL_LIMIT_MS, calmWorstMs * 2)
  return worstMs.flatMap((ms, run) => {
    const excused = gaveUp && run === 0 && declared <= LONGEST_EXCUSE_MS && ms <= declared + GRACE_MS
    return ms > limit && !excused ? [`a client waited ${ms} ms at ${worstAt}`] : []
  })
}

/** The longest lock_timeout that the file itself sets. */
function declaredMs(migration: string): number {
  const times = [...migration.matchAll(/lock_timeout(?: = |', )'(\d+)(ms|s)'/g)]
  return Math.max(0, ...times.map(([, number, unit]) => Number(number) * (unit === 's' ? 1000 : 1)))
}

function doubled(once: State, both: State): readonly string[] {
  const found = [...differences(once.catalog, both.catalog), ...differences(once.tables, both.tables)]
  return found.length > 0 ? [`twice at once leaves something else: ${found.slice(0, 4).join('; ')}`] : []
}
