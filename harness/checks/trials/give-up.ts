import type { EntryOf } from '../../model/evidence.ts'
import type { Severity } from '../../model/finding.ts'
import type { Examined, Trial } from './examined.ts'
import { type Statement, samePlace, tracedIn } from './traced.ts'

type Attempt = EntryOf<'trial.ended'>['attempts'][number]
export type AttemptError = NonNullable<Attempt['error']>

/** Somebody was in the way: a lock_timeout, a deadlock, a statement_timeout, a serialization failure. */
const GAVE_UP: ReadonlySet<string> = new Set(['55P03', '40P01', '57014', '40001'])

/** Something of this name is there already. */
const EXISTS: ReadonlySet<string> = new Set(['42P07', '42701', '42710', '42723', '42P06'])

/** A migration that runs to its end alone and did not beside others, although it could begin again. */
export interface GiveUp {
  readonly trial: Trial
  /** `half-done`: what the first attempt left made the next one fail. `never`: it got no lock, however often. */
  readonly how: 'half-done' | 'invalid-index' | 'skipped-index' | 'never' | 'failed'
  readonly severity: Severity
  readonly first: AttemptError
  readonly last: AttemptError
  readonly attempts: number
}

/** What came of giving up beside traffic, a long reader, an idle writer, and the opposite order. */
export function giveUpsOf(examined: Examined): readonly GiveUp[] {
  if (examined.alone?.ended?.outcome !== 'completed') return []
  return examined.trials.flatMap((trial) => {
    const attempts = trial.ended?.attempts ?? []
    const errors = attempts.flatMap(({ error }) => (error === null ? [] : [error]))
    const [first, last] = [errors[0], errors.at(-1)]
    if (!COMPANY.has(trial.scenario) || first === undefined || last === undefined) return []
    const how =
      trial.ended?.outcome === 'completed' ? skipped(examined, errors) : howOf(examined, attempts.length, errors)
    return how === null
      ? []
      : [{ trial, how, severity: severityOf(how, trial), first, last, attempts: attempts.length }]
  })
}

const COMPANY: ReadonlySet<string> = new Set(['traffic', 'long-reader', 'idle-writer', 'opposite-order'])

function howOf(examined: Examined, attempts: number, errors: readonly AttemptError[]): GiveUp['how'] {
  const [first, last] = [errors[0] as AttemptError, errors.at(-1) as AttemptError]
  if (GAVE_UP.has(last.sqlstate)) return 'never'
  if (attempts === 1) return 'failed'
  const sameIndex = EXISTS.has(last.sqlstate) && samePlace(first.place, last.place)
  return sameIndex && buildsConcurrently(examined, last) !== null ? 'invalid-index' : 'half-done'
}

/**
 * A second attempt that succeeds by IF NOT EXISTS keeps the invalid index of the first. The build itself waits for
 * readers and writers only once its index is in the catalog.
 */
function skipped(examined: Examined, errors: readonly AttemptError[]): 'skipped-index' | null {
  const builds = errors.flatMap((error) => buildsConcurrently(examined, error) ?? [])
  return builds.some((build) => /\bif\s+not\s+exists\b/i.test(build.statement) && !isDropped(examined, build))
    ? 'skipped-index'
    : null
}

function isDropped({ alone }: Examined, build: Statement): boolean {
  const [, name] = /\bif\s+not\s+exists\s+([^\s(]+)/i.exec(build.statement) ?? []
  const before = tracedIn(alone).flatMap(({ statements }) => statements.filter(({ index }) => index < build.index))
  return before.some(({ statement }) => /\bdrop\s+index\b/i.test(statement) && statement.includes(name ?? ''))
}

/** A concurrent build that gives up leaves an invalid index of its name, which must be dropped before the next try. */
function buildsConcurrently({ alone }: Examined, { place }: AttemptError): Statement | null {
  const there = tracedIn(alone).flatMap(({ statements }) => statements.filter((one) => samePlace(one.place, place)))
  return there.find(({ statement }) => /\bcreate\s+(unique\s+)?index\s+concurrently\b/i.test(statement)) ?? null
}

/** Deadlocks are of the companion's making, so what they leave is its harm alone. */
function severityOf(how: GiveUp['how'], { scenario }: Trial): Severity {
  if (scenario === 'opposite-order') return 'concern'
  return how === 'never' ? 'concern' : 'blocker'
}
