import type { EntryOf } from '../../model/evidence.ts'
import type { Severity } from '../../model/finding.ts'
import type { Examined, Trial } from './examined.ts'
import { samePlace, tracedIn } from './traced.ts'

type Attempt = EntryOf<'trial.ended'>['attempts'][number]
export type AttemptError = NonNullable<Attempt['error']>

/** Somebody was in the way, and the server undid the statement: 55P03 after lock_timeout, 40P01 in a deadlock. */
const GAVE_UP: ReadonlySet<string> = new Set(['55P03', '40P01'])

/** Something of this name is there already. */
const EXISTS: ReadonlySet<string> = new Set(['42P07', '42701', '42710', '42723', '42P06'])

/** A migration that runs to its end alone and did not beside others, although it could begin again. */
export interface GiveUp {
  readonly trial: Trial
  /** `half-done`: what the first attempt left made the next one fail. `never`: it got no lock, however often. */
  readonly how: 'half-done' | 'invalid-index' | 'never' | 'failed'
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
    const [first, last] = [attempts[0]?.error, attempts.at(-1)?.error]
    if (!COMPANY.has(trial.scenario) || trial.ended?.outcome === 'completed' || !first || !last) return []
    const how = howOf(examined, attempts.length, { first, last })
    return [{ trial, how, severity: severityOf(how, trial), first, last, attempts: attempts.length }]
  })
}

const COMPANY: ReadonlySet<string> = new Set(['traffic', 'long-reader', 'idle-writer', 'opposite-order'])

function howOf(examined: Examined, attempts: number, { first, last }: Pick<GiveUp, 'first' | 'last'>): GiveUp['how'] {
  if (attempts === 1 || !GAVE_UP.has(first.sqlstate)) return GAVE_UP.has(last.sqlstate) ? 'never' : 'failed'
  if (GAVE_UP.has(last.sqlstate) || last.sqlstate === '57014') return 'never'
  return EXISTS.has(last.sqlstate) && samePlace(first.place, last.place) && buildsConcurrently(examined, last)
    ? 'invalid-index'
    : 'half-done'
}

/** A concurrent build that gives up leaves an invalid index of its name, which must be dropped before the next try. */
function buildsConcurrently({ alone }: Examined, { place }: AttemptError): boolean {
  const there = tracedIn(alone).flatMap(({ statements }) => statements.filter((one) => samePlace(one.place, place)))
  return there.length > 0 && there.every(({ statement }) => /\bindex\s+concurrently\b/i.test(statement))
}

/** Deadlocks are of the companion's making, so what they leave is its harm alone. */
function severityOf(how: GiveUp['how'], { scenario }: Trial): Severity {
  if (scenario === 'opposite-order') return 'concern'
  if (how === 'failed') return scenario === 'traffic' ? 'blocker' : 'concern'
  return how === 'half-done' ? 'blocker' : 'concern'
}
