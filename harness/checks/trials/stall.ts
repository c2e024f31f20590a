import { type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { Scenario, TakenLock } from '../../model/facts-of-trials.ts'
import { wholeMs } from '../wording.ts'
import { beside } from './due.ts'
import type { Examined, Trial } from './examined.ts'
import { LONGEST_EXCUSE_MS, timeoutInForce, tracesOf } from './lock-timeout.ts'
import { type Statement, standsInTheWay, tracedIn } from './traced.ts'

/** Clocks of several sessions, and the way from the server's error to the next client in the queue. */
export const SLACK_MS = 500

/** A machine that answers late before the migration begins answers late during it too. */
const BEYOND_USUAL = 2

/** A client of ours that was kept waiting by a migration for longer than the limit. */
export interface Stall {
  readonly fact: EntryOf<'stall.felt'>
  readonly trial: Trial
  /** Who took the lock, or queued for it; null where it is not known. */
  readonly taker: Statement | null
  /** `lock_timeout` in force: ms, 0 for none, null where nobody could ask. */
  readonly timeoutMs: number | null
  /** No longer than a limit that the migration set itself, which then gave up or got its lock. */
  readonly bounded: boolean
  /** Bounded, and the migration came to its end in this trial. */
  readonly excused: boolean
}

/** Who was kept waiting, and for how long: `reads of orders stalled for 1700 ms`. */
export function stalled({ by, what, longestMs }: Stall['fact']): string {
  const who = { 'probe-read': 'reads of ', 'probe-write': 'writes of ', traffic: '', companion: '' }[by]
  return `${who}${what} stalled for ${wholeMs(longestMs)}`
}

/** Scenarios in which a stall is held against the migration itself, and not against the company it was given. */
export const SCENARIOS_OF_STALLS: readonly Scenario[] = ['traffic', 'long-reader', 'idle-writer']

/** The stalls above the limit that probes and the application's own statements felt, longest first. */
export function stallsOf(examined: Examined): readonly Stall[] {
  return aboveLimit(examined)
    .filter(({ stall }) => isBeyondUsual(stall))
    .map(({ trial, stall }) => judged(examined, trial, stall))
    .toSorted((one, other) => other.fact.longestMs - one.fact.longestMs)
}

/** Stalls above the limit on a machine so busy that clients wait half as long without any migration, a clause for the worst. */
export function drownedStalls(examined: Examined): readonly string[] {
  const drowned = aboveLimit(examined).filter(({ stall }) => !isBeyondUsual(stall))
  const [worst] = drowned.toSorted((one, other) => other.stall.longestMs - one.stall.longestMs)
  if (worst === undefined) return []
  const { stall, trial } = worst
  return [
    `${examined.name}: ${stalled(stall)} ${beside(trial.scenario)}, and for ${wholeMs(stall.usualMs)} before it began: the machine was too busy to tell`,
  ]
}

function aboveLimit({ fact, trials }: Examined) {
  return trials
    .filter(({ scenario }) => SCENARIOS_OF_STALLS.includes(scenario))
    .flatMap((trial) => entriesOf(trial.entries, 'stall.felt').map((stall) => ({ trial, stall })))
    .filter(({ stall }) => stall.by !== 'companion' && stall.longestMs > fact.stallLimitMs)
}

function isBeyondUsual({ longestMs, usualMs }: Stall['fact']): boolean {
  return longestMs > BEYOND_USUAL * usualMs
}

function judged(examined: Examined, trial: Trial, fact: EntryOf<'stall.felt'>): Stall {
  const timeoutMs = timeoutInForce(tracesOf(fact, [trial, examined.alone]))
  const taking = takingOf(examined, trial, fact)
  const bounded = isBounded({ examined, trial, fact, timeoutMs, heldMs: taking?.heldMs ?? 0 })
  const excused = bounded && trial.ended?.outcome === 'completed'
  return { fact, trial, taker: taking?.taker ?? null, timeoutMs, bounded, excused }
}

interface Bounds {
  readonly examined: Examined
  readonly trial: Trial
  readonly fact: EntryOf<'stall.felt'>
  readonly timeoutMs: number | null
  readonly heldMs: number
}

/**
 * A lock_timeout bounds how long a migration queues, not how long it holds. Whoever gave up with 55P03 had one in
 * force, even where it was set where nobody could ask: by a tool, in a function. What it held besides, which the run
 * alone shows, counts up to the limit.
 */
function isBounded({ examined, trial, fact, timeoutMs, heldMs }: Bounds): boolean {
  const gaveUp = trial.ended?.attempts.some(({ error }) => error?.sqlstate === '55P03') ?? false
  const limitMs = timeoutMs !== null && timeoutMs > 0 ? timeoutMs : gaveUp ? LONGEST_EXCUSE_MS : 0
  if (limitMs === 0 || limitMs > LONGEST_EXCUSE_MS) return false
  if (trial.scenario === 'traffic' && fact.lock?.granted !== false) return false
  return fact.longestMs <= limitMs + Math.min(heldMs, examined.fact.stallLimitMs) + SLACK_MS
}

/** The statement that took or queued for the lock that stood in the way, and how long the run alone held it. */
function takingOf(
  { alone }: Examined,
  trial: Trial,
  fact: EntryOf<'stall.felt'>,
): { readonly taker: Statement; readonly heldMs: number } | null {
  const met = [trial, alone].flatMap((one) => {
    const own = tracesOf(fact, [one])
    return tracedIn(one).flatMap(({ statements }) => {
      const last = statements.findLast((statement) => own.includes(statement))
      return last === undefined ? [] : [{ statements, last }]
    })
  })
  const [ran] = met
  if (ran === undefined) return null
  const waits = fact.lock?.granted === false
  const takers = waits ? [] : met.flatMap(({ statements, last }) => takerUpTo(last, statements, fact.lock) ?? [])
  const taker = takers[0] ?? ran.last
  return { taker, heldMs: heldAloneMs(alone, taker) }
}

function takerUpTo(
  last: Statement,
  statements: readonly Statement[],
  lock: EntryOf<'stall.felt'>['lock'],
): Statement | undefined {
  if (lock === null) return undefined
  const before = statements.filter(({ index }) => index <= last.index)
  const taking = (is: (one: TakenLock) => boolean) =>
    before.find(({ locks }) => locks.some((one) => one.relation === lock.relation && is(one)))
  // A row's lock is no mode of a table; whoever wrote rows took ROW EXCLUSIVE on theirs.
  return (
    taking(({ mode }) => mode === lock.mode) ??
    taking(standsInTheWay) ??
    taking(({ mode }) => mode === 'RowExclusiveLock')
  )
}

/** From the statement to the end of its transaction, with nobody else there. */
function heldAloneMs(alone: Trial | undefined, taker: Statement): number {
  const own = tracesOf(taker, [alone])
  for (const { statements, ended } of tracedIn(alone)) {
    const first = statements.find((statement) => own.includes(statement))
    const endedAt = ended?.endedAt ?? statements.at(-1)?.endedAt
    if (first !== undefined && endedAt !== undefined) return Math.max(0, endedAt - first.startedAt)
  }
  return 0
}
