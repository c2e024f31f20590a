import type { Check } from '../../harness/checks/check.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
import { assertUnknown, onlyFinding } from './expect.ts'
import { journal } from './journal.ts'

type Climbed = Omit<EntryOf<'stair.climbed'>, 'seq' | 'at'>

/** A stairway of `fulldress stairway` to its end, or of a rehearsal's probes. */
export function stairway(stairs: readonly Climbed[], within: 'stairway' | 'probes' = 'stairway'): readonly Fact[] {
  const names = stairs.map(({ name }) => name)
  const numbered = stairs.map((stair, index): Fact => ({ ...stair, stair: index + 1 }))
  return [
    { kind: 'stairway.started', in: within, name: 'db', runtime: 'processes', stairs: names },
    ...numbered,
    { kind: 'stairway.ended', climbed: stairs.length, durationMs: 100, stopped: null },
  ]
}

/** One that went up, down and up again with nothing to be said of it. */
export function stair(overrides: Partial<Climbed> = {}): Climbed {
  return {
    kind: 'stair.climbed',
    stair: 1,
    name: 'db/1_note.up.sql',
    subject: 'db/1_note.down.sql',
    files: ['db/1_note.up.sql', 'db/1_note.down.sql'],
    verdict: 'identical',
    ...{ schema: [], columnOrder: [], rows: [], again: [], errors: [], touched: [], populated: [], untested: [] },
    times: { copyMs: 10, upMs: 20, downMs: 30, reUpMs: 20, digestMs: 40, fillMs: 0 },
    ...overrides,
  }
}

export const LEFT_BEHIND = {
  object: 'column public.orders.note',
  change: 'added',
  was: null,
  is: 'text',
} as const

export const GONE = {
  object: 'column public.orders.total',
  change: 'missing',
  was: "integer default '0'",
  is: null,
} as const

/** Of a way, at a line of its file. */
export function failed(when: 'up' | 'down' | 're-up'): Climbed['errors'][number] {
  const file = when === 'down' ? 'db/1_note.down.sql' : 'db/1_note.up.sql'
  const message = `${file}:2: relation "notes" does not exist (SQLSTATE 42P01)`
  return { when, message, sqlstate: '42P01', place: { file, line: 2 } }
}

/** What a check finds of a single stair, in a few words. */
export function found(check: Check, ...facts: readonly Fact[]): string {
  const { severity, subject, summary } = onlyFinding(check.judge(journal(...facts)))
  return `${severity} ${subject}: ${summary}`
}

/** A stairway of two that was killed after the first. */
export function torn(): readonly Fact[] {
  return stairway([stair(), stair({ name: 'db/2.up.sql' })]).slice(0, 2)
}

export const SETTLED = 'Settled by a run in which every migration is tried up, down and up again.'

/** Every check of a stairway but `stairway-climbed`, which says why, answers so. */
export function assertUnknownWhereTorn(check: Check): void {
  assertUnknown(check.judge(journal(...torn())), `not every migration was tried, as stairway-climbed says. ${SETTLED}`)
}
