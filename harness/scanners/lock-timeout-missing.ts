import { spellLockMode } from '../model/lock-mode.ts'
import type { Script, Step } from '../sql/script.ts'
import { lockTimeoutBefore, lockTimeoutInside } from './lock-timeout-in-force.ts'
import { type StrongLock, strongLocksOf } from './locked-before.ts'
import type { Scanner } from './scanner.ts'

/** A wait that is longer stops traffic for longer than anybody means by a time-out. */
const LONGEST_MS = 10_000

export const lockTimeoutMissing: Scanner = {
  id: 'lock-timeout-missing',
  summary: 'A strong lock that is waited for without a limit.',
  problem:
    'PostgreSQL serves lock requests in order. A statement that waits for its lock behind one long transaction has everybody who comes after wait behind it, for as long as that transaction lasts, unless lock_timeout makes it give up.',
  remedy:
    "SET lock_timeout = '2s' (or SET LOCAL inside the transaction) before the first statement that locks a table in use, and run the migration again when it gave up.",
  severity: 'concern',
  bad: 'ALTER TABLE orders ADD COLUMN note text;',
  badLine: 1,
  good: "SET lock_timeout = '2s';\nALTER TABLE orders ADD COLUMN note text;",
  scan: (script) => {
    for (const step of script.steps) {
      const bare = asked(script, step).find(({ limit }) => limit === 0 || limit > LONGEST_MS)
      if (bare === undefined) continue
      const wanted = `${spellLockMode(bare.lock.mode)} on ${bare.lock.relation ?? 'a table'}`
      const said = bare.limit === 0 ? 'no lock_timeout is in force' : `lock_timeout is ${bare.limit / 1000} s`
      // One is enough: the remedy for the first mends them all.
      return [{ step, summary: `${said} when ${wanted} is asked for`, expects: { kind: 'stall' } }]
    }
    return []
  },
}

interface Asked {
  readonly lock: StrongLock
  /** How long the step waits for it, in ms; 0 for ever. */
  readonly limit: number
}

/** Strong locks that a step asks for by itself, and by the functions that it calls. */
function asked(script: Script, step: Step): readonly Asked[] {
  const limit = lockTimeoutBefore(script, step)
  return [
    ...strongLocksOf(script, step, step.tree).map((lock) => ({ lock, limit })),
    ...step.called.flatMap((called) =>
      strongLocksOf(script, step, called.tree).map((lock) => ({
        lock,
        limit: lockTimeoutInside(script, step, called),
      })),
    ),
  ]
}
