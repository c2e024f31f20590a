import { formatDuration } from '../model/duration.ts'
import type { Finding } from '../model/finding.ts'
import { spellLockMode } from '../model/lock-mode.ts'
import type { Check } from './check.ts'
import { passed, rule } from './rule.ts'
import { blame } from './trials/blame.ts'
import { beside, missingTrials } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { giveUpsOf } from './trials/give-up.ts'
import { drownedStalls, SCENARIOS_OF_STALLS, SLACK_MS, type Stall, stalled, stallsOf } from './trials/stall.ts'
import { subjectOf } from './trials/traced.ts'
import { wholeMs } from './wording.ts'

export const migrationStallsClients: Check = {
  id: 'migration-stalls-clients',
  gating: true,
  act: 'probes',
  asks: 'Does a migration keep clients waiting for longer than the limit, on its own or behind an ordinary transaction?',
  why: 'On clones, light reads and writes run beside the migration, every 10 ms on each table that it touches, while others hold the tables as long as production’s transactions do. Whatever keeps them waiting there stops clients in production: a lock that is held while work is done, or one that is merely queued for, since PostgreSQL lets nobody past a waiter.',
  remedy:
    'Set lock_timeout (2 s or less) in the migration before the statement, and retry it when it gives up with 55P03; move work that takes time into a transaction of its own, under a weaker lock: CONCURRENTLY, NOT VALID and VALIDATE, batches.',
  judge: onMigrations((migrations) => {
    const probed = migrations.filter(({ fact }) => fact.probed)
    if (probed.length === 0)
      return passed('no clients stood beside the migrations: they were traced alone, without probes')
    return rule({
      findings: probed.flatMap((examined) => [...findings(examined), ...longBounds(examined)]),
      missing: probed.flatMap((examined) => [
        ...missingTrials(examined, SCENARIOS_OF_STALLS),
        ...drownedStalls(examined),
      ]),
      settledBy: 'a run in which each migration is tried beside traffic, a long reader and an idle writer',
      passed: because(probed),
    })
  }),
}

/** One finding per cause: the statement that took the lock or queued for it. */
function findings(examined: Examined): readonly Finding[] {
  const stalls = stallsOf(examined).filter(({ excused }) => !excused)
  const causes = Map.groupBy(stalls, (stall) => causeOf(examined, stall))
  return [...causes].map(([subject, of]) => finding(examined, subject, of))
}

/** The lock_timeout that every remedy advises. A stall that a longer one bounded is excused, and yet nothing to keep quiet. */
const ADVISED_MS = 2_000

/** Stalls that a lock_timeout above what is advised allowed, a note per cause that is not a blocker for others. */
function longBounds(examined: Examined): readonly Finding[] {
  const stalls = stallsOf(examined)
  const blocking = new Set(stalls.filter(({ excused }) => !excused).map((stall) => causeOf(examined, stall)))
  const long = stalls.filter(({ excused, timeoutMs, fact }) => {
    // Where nobody could ask for it, the stall alone tells how long it was, and more besides.
    const unseen = timeoutMs === null || timeoutMs === 0
    const above = unseen ? fact.longestMs > ADVISED_MS + SLACK_MS : timeoutMs > ADVISED_MS
    return excused && above && fact.longestMs > ADVISED_MS
  })
  const causes = Map.groupBy(long, (stall) => causeOf(examined, stall))
  return [...causes].flatMap(([subject, of]) => (blocking.has(subject) ? [] : [bounded(examined, subject, of)]))
}

function bounded(examined: Examined, subject: string, stalls: readonly Stall[]): Finding {
  const [{ timeoutMs }] = stalls as readonly [Stall, ...Stall[]]
  const limit =
    timeoutMs === null || timeoutMs === 0 ? 'a lock_timeout' : `the lock_timeout of ${formatDuration(timeoutMs)}`
  const finding = stallFinding(examined, subject, stalls)
  return {
    ...finding,
    severity: 'note',
    summary: `${finding.summary}; no blocker, for ${limit} bounded it, but ${formatDuration(ADVISED_MS)} or less is advised`,
  }
}

/** The line or the statement that is to blame for a stall; the migration where that is not known. */
export function causeOf(examined: Examined, { fact, taker }: Stall): string {
  if (taker !== null) return subjectOf(taker)
  if (fact.place !== null || fact.statement !== null)
    return subjectOf({ place: fact.place, statement: fact.statement ?? examined.name })
  return blame(examined, { texts: [fact.lock?.relation ?? fact.what] }).subject
}

function finding(examined: Examined, subject: string, stalls: readonly Stall[]): Finding {
  const halfDone = giveUpsOf(examined).filter(({ severity }) => severity === 'blocker')
  const sameCause = stalls.every(({ bounded, trial }) => bounded && halfDone.some((one) => one.trial === trial))
  const found = stallFinding(examined, subject, stalls)
  return sameCause
    ? { ...found, severity: 'note', summary: `${found.summary}; of one cause with gave-up-half-done` }
    : found
}

function stallFinding(examined: Examined, subject: string, stalls: readonly Stall[]): Finding {
  const [worst] = stalls as readonly [Stall, ...Stall[]]
  const { stallLimitMs } = examined.fact
  return {
    check: migrationStallsClients.id,
    severity: 'blocker',
    subject,
    summary: `${deedOf(worst)}: ${sufferers(stalls)} (limit ${wholeMs(stallLimitMs)})${protection(stalls)}`,
    remedy: remedyOf(stalls),
    measured: {
      longestStallMs: Math.round(worst.fact.longestMs),
      ...(worst.timeoutMs === null ? {} : { lockTimeoutMs: worst.timeoutMs }),
    },
    limit: { longestStallMs: stallLimitMs },
    evidence: [...new Set(stalls.flatMap(({ fact, taker }) => [fact.seq, ...(taker === null ? [] : [taker.seq])]))],
  }
}

/** `ALTER TABLE orders … waited for ACCESS EXCLUSIVE on orders, and everybody behind it`. */
function deedOf({ fact, taker }: Stall): string {
  const statement = taker?.statement ?? fact.statement
  if (fact.lock === null) return `${statement ?? 'the migration'} stood in the way`
  const { relation, mode, granted } = fact.lock
  const how = granted ? 'held' : 'queued for'
  const meanwhile =
    granted && taker !== null && fact.statement !== null && taker.statement !== fact.statement
      ? ` while ${subjectOf({ place: fact.place, statement: fact.statement })} ran`
      : ''
  return `${statement ?? 'the migration'} ${how} ${spellLockMode(mode)} on ${relation}${meanwhile}`
}

/** The worst of each scenario, and how many others waited there. */
function sufferers(stalls: readonly Stall[]): string {
  const scenarios = [...Map.groupBy(stalls, ({ trial }) => trial.scenario).values()]
  return scenarios
    .map((of) => {
      const others = new Set(of.map(({ fact }) => `${fact.by} ${fact.what}`)).size - 1
      const more = others === 0 ? '' : `, and ${others} more of our clients`
      return `${sufferer(of[0] as Stall)}${more}`
    })
    .join('; ')
}

function sufferer({ fact, trial }: Stall): string {
  return `${stalled(fact)} ${beside(trial.scenario)}`
}

function protection(stalls: readonly Stall[]): string {
  const queued = stalls.filter(({ fact }) => fact.lock?.granted === false)
  if (queued.length === 0 || queued.every(({ bounded }) => bounded)) return ''
  const limits = new Set(queued.map(({ timeoutMs }) => timeoutMs))
  if (limits.has(0)) return '; no lock_timeout was in force'
  const [limit] = [...limits].filter((one) => one !== null)
  return limit === undefined
    ? '; it did not give up'
    : `; the lock_timeout of ${formatDuration(limit)} in force excuses nothing: ${queued.some(({ fact }) => fact.longestMs > limit) ? 'the stall was longer' : 'no client waits so long'}`
}

function remedyOf(stalls: readonly Stall[]): string {
  const queued = stalls.some(({ fact }) => fact.lock?.granted === false)
  const held = stalls.some(({ fact }) => fact.lock?.granted !== false)
  const wait =
    'Set lock_timeout (2 s or less) right before the statement, and retry the migration when it gives up with 55P03.'
  const work =
    'Do the work that takes time without the lock: CREATE INDEX CONCURRENTLY, constraints NOT VALID and VALIDATE in a later transaction, a new column filled in batches in transactions of their own.'
  return [...(queued ? [wait] : []), ...(held ? [work] : [])].join(' ')
}

function because(probed: readonly Examined[]): string {
  const excused = probed.flatMap((examined) => stallsOf(examined))
  const limits = [...new Set(probed.map(({ fact }) => wholeMs(fact.stallLimitMs)))].join(', ')
  const [longest] = excused.toSorted((one, other) => other.fact.longestMs - one.fact.longestMs)
  if (longest === undefined) return `no client was kept waiting for longer than the limit (${limits})`
  return `the longest stall, ${wholeMs(longest.fact.longestMs)}, stayed within the lock_timeout of the migration, which then came to its end`
}
