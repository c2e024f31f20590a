import { formatDuration } from '../model/duration.ts'
import type { Finding } from '../model/finding.ts'
import { spellLockMode } from '../model/lock-mode.ts'
import type { Check } from './check.ts'
import { causeOf } from './migration-stalls-clients.ts'
import { passed, rule } from './rule.ts'
import { beside, missingTrials } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { LONGEST_EXCUSE_MS } from './trials/lock-timeout.ts'
import { type Stall, stallsOf } from './trials/stall.ts'
import { wholeMs } from './wording.ts'

const remedy =
  'SET lock_timeout (2 s or less) right before the statement, in the same session and after everything that may reset it; SET LOCAL holds inside a transaction only.'

export const lockTimeoutNotInForce: Check = {
  id: 'lock-timeout-not-in-force',
  gating: false,
  act: 'probes',
  asks: 'Does a migration that meets a long transaction give up within a lock_timeout that is in force at that moment?',
  why: 'A statement that waits for its lock makes everybody after it wait too. Only a lock_timeout ends that, and only if it is in force when the lock is asked for: SET LOCAL outside a transaction, RESET and set_config undo what the first line of a file says.',
  remedy,
  judge: onMigrations((migrations) => {
    const probed = migrations.filter(({ fact }) => fact.probed)
    if (probed.length === 0)
      return passed('nobody stood in the way of the migrations: they were traced alone, without probes')
    return rule({
      findings: probed.flatMap(findings),
      missing: probed.flatMap((examined) => missingTrials(examined, ['long-reader', 'idle-writer'])),
      settledBy: 'a run in which each migration is tried beside a long reader and an idle writer',
      passed:
        'no migration was seen to keep clients waiting beside a long transaction without a lock_timeout that ends it',
    })
  }),
}

/** The stall itself is the blocker; this says what would have prevented it. */
function findings(examined: Examined): readonly Finding[] {
  const waits = stallsOf(examined).filter(
    (stall) =>
      !stall.excused && !stall.bounded && stall.trial.scenario !== 'traffic' && (waited(stall) || unprotected(stall)),
  )
  return [...Map.groupBy(waits, (stall) => causeOf(examined, stall))].map(([subject, of]): Finding => {
    const [worst] = of as [Stall, ...Stall[]]
    return {
      check: lockTimeoutNotInForce.id,
      severity: 'note',
      subject,
      summary: `${inForce(worst)} when it asked for ${spellLockMode(worst.fact.lock?.mode ?? '')} on ${worst.fact.lock?.relation ?? 'its relation'}, and ${harmOf(worst)}; of one cause with migration-stalls-clients`,
      remedy,
      measured: { stallMs: Math.round(worst.fact.longestMs) },
      limit: { lockTimeoutMs: worst.timeoutMs || LONGEST_EXCUSE_MS },
      evidence: of.map(({ fact }) => fact.seq),
    }
  })
}

function waited({ fact }: Stall): boolean {
  return fact.lock?.granted === false
}

/**
 * Where the lock itself took long, the longest stall was seen behind a lock that had been granted by then. That no
 * lock_timeout was in force when it was asked for is known all the same, of whoever took it on the table.
 */
function unprotected({ fact: { lock }, taker, timeoutMs }: Stall): boolean {
  const took = taker?.locks.some(({ relation, mode }) => relation === lock?.relation && mode === lock.mode) ?? false
  return took && timeoutMs === 0
}

function harmOf(stall: Stall): string {
  const [where, ms] = [beside(stall.trial.scenario), wholeMs(stall.fact.longestMs)]
  return waited(stall)
    ? `it waited ${where} with a client behind it for ${ms}`
    : `${where} a client stood behind it for ${ms}, until it had the lock and gave it back`
}

function inForce({ timeoutMs }: Stall): string {
  if (timeoutMs === 0) return 'no lock_timeout was in force'
  return timeoutMs === null
    ? 'no lock_timeout took effect'
    : `a lock_timeout of ${formatDuration(timeoutMs)} was in force`
}
