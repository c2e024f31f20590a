import type { Fact, LockParty } from '../../harness/model/evidence.ts'
import { between, SIDE_FILE, times } from './noise.ts'
import { endpointName, migrationFile, type Size, type Span, spansOf, tableName } from './size.ts'

type Act = 'upgrade' | 'rollback'

/** Locks of the steps under load, the queues behind them, and what watching took. */
export function lockFacts(size: Size): Readonly<Record<Act, readonly Fact[]>> {
  const spans = spansOf(size)
  const half = Math.ceil(size.queues / 2)
  return {
    upgrade: act('upgrade', spans.upgrade, size, half),
    rollback: act('rollback', spans.rollback, size, size.queues - half),
  }
}

function act(name: Act, span: Span, size: Size, queues: number): readonly Fact[] {
  const files = size.migrations
  const each = (span.toMs - span.fromMs - 10_000) / files
  const ran = times(
    files,
    (index): Fact => ({
      kind: 'statement.ran',
      act: name,
      step: 0,
      file: migrationFile(index, name === 'upgrade' ? 'up' : 'down'),
      line: 3,
      statement: statementOf(index),
      pid: 77,
      startedAt: span.fromMs + 5_000 + index * each,
      endedAt: span.fromMs + 5_000 + (index + 0.9) * each,
    }),
  )
  return [
    { kind: 'step.started', act: name, step: 0, label: labelOf(name) },
    ...ran,
    ...times(files, (index) => held(name, index, span, each)),
    ...times(queues, (index) => queue(name, index, span)),
    {
      ...{ kind: 'step.ended', act: name, step: 0, label: labelOf(name), ok: true },
      startedAt: span.fromMs + 5_000,
      endedAt: span.toMs - 5_000,
    },
    ...(name === 'rollback' ? [settled(span)] : []),
    watched(span),
  ]
}

function settled({ toMs }: Span): Fact {
  const when = { startedAt: toMs - 5_000, endedAt: toMs - 4_000 }
  return { kind: 'step.ended', act: 'rollback', step: 1, label: 'run settle-ledger', ok: true, ...when }
}

export function labelOf(name: Act): string {
  return name === 'upgrade' ? 'migrate up migrations' : 'migrate down migrations'
}

/** Every fourteenth rewrites its table; the others add a column. */
export function rewrites(index: number): boolean {
  return index % 14 === 3
}

export function statementOf(index: number): string {
  const added = `ALTER TABLE ${tableName(index)} ADD COLUMN part_${index + 1} bigint`
  return rewrites(index) ? `${added}, ALTER COLUMN amount TYPE numeric(12, 2)` : added
}

function held(name: Act, index: number, { fromMs }: Span, each: number): Fact {
  const at = fromMs + 5_000 + index * each
  return {
    kind: 'lock.held',
    act: name,
    relation: tableName(index),
    mode: index % 4 === 0 ? 'ShareLock' : 'AccessExclusiveLock',
    holder: { pid: 77, role: 'migration', application: 'fulldress-step', statement: statementOf(index) },
    transaction: `3/${index}`,
    fromMs: at,
    toMs: at + (index === 5 ? 2_100 : each * 0.3),
    inUse: true,
  }
}

function queue(name: Act, index: number, { fromMs }: Span): Fact {
  const at = fromMs + 5_000 + index * 400
  const toMs = at + between(index, 60, 900)
  const head = { pid: 77, role: 'migration', application: 'fulldress-step', statement: statementOf(index) } as const
  const waiters = times(4 + (index % 12), (place) => ({
    party: client(index * 20 + place),
    mode: 'RowExclusiveLock',
    fromMs: at + place * 5,
    toMs,
    behind: [{ pid: 77, fromMs: at + place * 5, toMs }],
    ended: 'granted' as const,
  }))
  const whose = { act: name, relation: tableName(index), head, headMode: 'AccessExclusiveLock' } as const
  return { kind: 'lock.queue', ...whose, waiters, fromMs: at, toMs }
}

function client(index: number): LockParty {
  const statement = `INSERT INTO ${tableName(index)} (customer, placed_at, note) VALUES (?, ?, ?) /* ${endpointName(index % 60)} */`
  return { pid: 90 + (index % 40), role: 'traffic', application: 'web', statement }
}

/** A watch of a stretch of time, with a hundred gaps. */
export function watched({ fromMs, toMs }: Span): Fact {
  const gaps = times(100, (index) => ({ atMs: fromMs + index * 500, lastedMs: between(index, 21, 40) }))
  return {
    ...{ kind: 'locks.watched', fromMs, toMs, samples: Math.floor((toMs - fromMs) / 10), intervalMs: 10, gaps },
    ...{ gapCount: gaps.length, longestGapMs: 40, cpuMs: (toMs - fromMs) * 0.028, file: SIDE_FILE },
    waits: { file: SIDE_FILE, count: 40 },
    deadlocks: 0,
  }
}
