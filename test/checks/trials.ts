import type { Entry, Fact } from '../../harness/model/evidence.ts'
import type { Place, Scenario, TakenLock } from '../../harness/model/facts-of-trials.ts'
import { journal, T0 } from './journal.ts'

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>
type Overrides<K extends Fact['kind']> = Partial<FactOf<K>>

export const NAME = 'migrations/003.sql'
export const ALTER = 'ALTER TABLE orders ADD COLUMN total numeric'

/** Numbers of the trials of hand-written journals, by scenario; the second size of filled tables is 9. */
export const TRIALS: Readonly<Record<Scenario, number>> = {
  alone: 1,
  traffic: 2,
  'long-reader': 3,
  'idle-writer': 4,
  'opposite-order': 5,
  prepared: 6,
  'second-runner': 7,
  filled: 8,
}

export function at(line: number): Place {
  return { file: NAME, line }
}

export function examined(overrides: Overrides<'migration.examined'> = {}): Fact {
  return {
    kind: 'migration.examined',
    migration: 1,
    name: NAME,
    source: 'sql',
    in: 'locks',
    direction: 'up',
    probed: true,
    stallLimitMs: 500,
    productionRows: null,
    holdMs: 5_000,
    ...overrides,
  }
}

export function lock(mode: string, overrides: Partial<TakenLock> = {}): TakenLock {
  return { relation: 'orders', relkind: 'r', mode, existed: true, ...overrides }
}

export const EXCLUSIVE = lock('AccessExclusiveLock')

/** A statement of the run alone, that takes a millisecond at so many milliseconds after the start. */
export function traced(line: number, overrides: Overrides<'statement.traced'> = {}): Fact {
  return {
    kind: 'statement.traced',
    trial: TRIALS.alone,
    pid: 77,
    transaction: 1,
    index: line,
    place: at(line),
    statement: ALTER,
    startedAt: T0 + line * 10,
    endedAt: T0 + line * 10 + 1,
    exact: true,
    because: null,
    locks: [EXCLUSIVE],
    advisory: [],
    error: null,
    lockTimeoutMs: 0,
    ...overrides,
  }
}

export function ended(overrides: Overrides<'transaction.traced'> = {}): Fact {
  return {
    kind: 'transaction.traced',
    trial: TRIALS.alone,
    pid: 77,
    transaction: 1,
    startedAt: T0 + 10,
    endedAt: T0 + 60,
    outcome: 'committed',
    rewritten: [],
    ...overrides,
  }
}

export function counted(line: number, overrides: Overrides<'work.counted'> = {}): Fact {
  return {
    kind: 'work.counted',
    trial: TRIALS.alone,
    index: line,
    place: at(line),
    relation: 'orders',
    rowsInTable: 5,
    scans: 0,
    rowsRead: 0,
    rowsWritten: 0,
    ...overrides,
  }
}

/** The same statement on 2,000 and on 8,000 rows; `share` is the part of the table that it reads, or writes. */
export function filledCounts(line: number, share: { read?: number; written?: number }, relation = 'orders'): Fact[] {
  return [
    { trial: TRIALS.filled, rowsInTable: 2_000 },
    { trial: 9, rowsInTable: 8_000 },
  ].map(({ trial, rowsInTable }) =>
    counted(line, {
      ...{ trial, relation, rowsInTable, scans: 1 },
      rowsRead: (share.read ?? 0) * rowsInTable,
      rowsWritten: (share.written ?? 0) * rowsInTable,
    }),
  )
}

export function stallFelt(scenario: Scenario, overrides: Overrides<'stall.felt'> = {}): Fact {
  return {
    kind: 'stall.felt',
    trial: TRIALS[scenario],
    by: 'probe-read',
    what: 'orders',
    fromMs: T0,
    longestMs: 5_003,
    usualMs: 3,
    times: 1,
    place: at(1),
    statement: ALTER,
    lock: { relation: 'orders', mode: 'AccessExclusiveLock', granted: false },
    ...overrides,
  }
}

export function harmFelt(scenario: Scenario, overrides: Overrides<'harm.felt'> = {}): Fact {
  return {
    kind: 'harm.felt',
    trial: TRIALS[scenario],
    by: 'traffic',
    what: 'SELECT note FROM orders WHERE id = ?',
    sqlstate: '42703',
    message: 'column "note" does not exist',
    when: 'after',
    times: 12,
    place: at(1),
    ...overrides,
  }
}

export function survived(overrides: Overrides<'rows.survived'> = {}): Fact {
  return {
    kind: 'rows.survived',
    trial: TRIALS.alone,
    tables: [{ relation: 'orders', before: 5, after: 5 }],
    columnsGone: [],
    indexesInvalid: [],
    indexesGone: [],
    ...overrides,
  }
}

type Attempt = FactOf<'trial.ended'>['attempts'][number]

/** Attempts of a trial by the SQLSTATE each ended with; null for one that came to its end. */
export function attempts(...sqlstates: readonly (string | null)[]): readonly Attempt[] {
  return sqlstates.map((sqlstate, index) => ({
    startedAt: T0 + index * 2_000,
    endedAt: T0 + index * 2_000 + 1_000,
    error: sqlstate === null ? null : { sqlstate, message: `error ${sqlstate}`, place: at(1) },
  }))
}

export function trialEnded(trial: number, overrides: Overrides<'trial.ended'> = {}): Fact {
  return { kind: 'trial.ended', trial, outcome: 'completed', attempts: attempts(null), ...overrides }
}

export function trialStarted(scenario: Scenario, overrides: Overrides<'trial.started'> = {}): Fact {
  const rows = scenario === 'filled' ? 2_000 : null
  return {
    kind: 'trial.started',
    trial: TRIALS[scenario],
    migration: 1,
    scenario,
    rows,
    touched: ['orders'],
    ...overrides,
  }
}

interface Parts {
  readonly of?: Fact
  readonly alone?: readonly Fact[]
  /** Facts of the other trials, in any order: each names its trial. */
  readonly beside?: readonly Fact[]
  /** How a trial ended, where it did not simply complete. */
  readonly ends?: Partial<Record<Scenario, Overrides<'trial.ended'>>>
  readonly without?: readonly Scenario[]
  readonly more?: readonly Fact[]
}

/** A migration that was tried in every way: one harmless ALTER TABLE, unless its parts say otherwise. */
export function tried({
  of = examined(),
  alone,
  beside = [],
  ends = {},
  without = [],
  more = [],
}: Parts = {}): readonly Entry[] {
  const probed = of.kind === 'migration.examined' && of.probed
  const scenarios = (Object.keys(TRIALS) as Scenario[]).filter(
    (scenario) => !without.includes(scenario) && (probed || scenario === 'alone'),
  )
  const own = alone ?? [traced(1), ended(), survived()]
  const compared: Fact = {
    kind: 'runners.compared',
    trial: TRIALS['second-runner'],
    ended: [
      { ok: true, reason: null },
      { ok: true, reason: null },
    ],
    differences: [],
  }
  const runners = beside.some(({ kind }) => kind === 'runners.compared') || !probed ? [] : [compared]
  const large = scenarios.includes('filled') ? [trialStarted('filled', { trial: 9, rows: 8_000 }), trialEnded(9)] : []
  return journal(
    of,
    ...scenarios.map((scenario) => trialStarted(scenario)),
    ...own,
    ...beside,
    ...runners,
    ...scenarios.map((scenario) => trialEnded(TRIALS[scenario], ends[scenario])),
    ...large,
    ...more,
  )
}
