import assert from 'node:assert/strict'
import type { Entry, Fact } from '../../harness/model/evidence.ts'
import { ink } from '../../harness/terminal/ink.ts'
import { locksHeader, migrationLines } from '../../harness/terminal/locks-lines.ts'

const plain = ink(false)

function journal(...facts: readonly Fact[]): readonly Entry[] {
  return facts.map((fact, index) => ({ seq: index + 1, at: '2026-11-21T12:00:00.000Z', ...fact }))
}

const EXAMINED: Fact = {
  kind: 'migration.examined',
  migration: 1,
  name: 'db/003_total.sql',
  source: 'sql',
  in: 'locks',
  direction: 'up',
  probed: true,
  stallLimitMs: 500,
  productionRows: null,
  holdMs: 5000,
}

const traced = (line: number, statement: string, more: object = {}): Fact => ({
  kind: 'statement.traced',
  trial: 1,
  pid: 7,
  transaction: 1,
  index: line,
  place: { file: 'db/003_total.sql', line },
  statement,
  startedAt: line * 1000,
  endedAt: line * 1000 + 12,
  exact: true,
  because: null,
  locks: [],
  advisory: [],
  error: null,
  lockTimeoutMs: 0,
  ...more,
})

const began = (trial: number, scenario: 'alone' | 'long-reader' | 'prepared'): Fact => ({
  kind: 'trial.started',
  trial,
  migration: 1,
  scenario,
  rows: null,
  touched: [],
})

const stall = (trial: number, longestMs: number): Fact => ({
  kind: 'stall.felt',
  trial,
  by: 'probe-read',
  what: 'orders',
  fromMs: 0,
  longestMs,
  usualMs: 3,
  times: 1,
  place: { file: 'db/003_total.sql', line: 4 },
  statement: 'ALTER TABLE orders ADD COLUMN total int',
  lock: null,
})

describe('the table of fulldress locks', () => {
  it('shows of each statement its line, time, strongest lock on what was there before, rewrites and worst stall', () => {
    const lock = { relation: 'orders', relkind: 'r', mode: 'AccessExclusiveLock', existed: true }
    const index = { relation: 'orders_pkey', relkind: 'i', mode: 'AccessExclusiveLock', existed: true }
    const own = { relation: 'totals', relkind: 'r', mode: 'AccessExclusiveLock', existed: false }
    const entries = journal(
      EXAMINED,
      began(1, 'alone'),
      traced(4, 'ALTER TABLE orders ADD COLUMN total int', { locks: [index, lock, own] }),
      traced(9, 'CREATE TABLE totals ()', { locks: [own] }),
      {
        kind: 'transaction.traced',
        trial: 1,
        pid: 7,
        transaction: 1,
        startedAt: 4000,
        endedAt: 9100,
        outcome: 'committed',
        rewritten: ['orders'],
      },
      {
        kind: 'trial.ended',
        trial: 1,
        outcome: 'completed',
        attempts: [{ startedAt: 4000, endedAt: 9100, error: null }],
      },
      began(2, 'long-reader'),
      stall(2, 5100),
      began(3, 'prepared'),
      stall(3, 9999),
      {
        kind: 'trials.covered',
        migration: 1,
        untested: ['needs traffic: no statement of the application uses orders'],
      },
    )
    assert.equal(
      migrationLines(entries, 1, plain),
      [
        'db/003_total.sql   2 statements   5.1 s',
        '  line  statement                                 took  strongest lock           rewrites  worst stall',
        '     4  ALTER TABLE orders ADD COLUMN total int  12 ms  ACCESS EXCLUSIVE orders  orders    5.1 s beside a long reader: a read of orders',
        '     9  CREATE TABLE totals ()                   12 ms',
        '  unknown: needs traffic: no statement of the application uses orders',
        '',
      ].join('\n'),
    )
  })

  it('says what made a migration fail', () => {
    const error = { sqlstate: '23505', message: 'could not create unique index', place: null }
    const entries = journal(
      EXAMINED,
      began(1, 'alone'),
      traced(4, 'CREATE UNIQUE INDEX i ON orders (note)', { error }),
      { kind: 'trial.ended', trial: 1, outcome: 'failed', attempts: [{ startedAt: 4000, endedAt: 4012, error }] },
    )
    assert.equal(
      migrationLines(entries, 1, plain),
      [
        'db/003_total.sql   1 statement   0.0 s   failed: could not create unique index',
        '  line  statement                                took',
        '     4  CREATE UNIQUE INDEX i ON orders (note)  23505',
        '',
      ].join('\n'),
    )
  })

  it('heads with what is examined, where, and what the server cannot show', () => {
    const entries = journal(
      {
        kind: 'locks.started',
        name: 'db',
        runtime: 'processes',
        migrations: ['db/1.sql'],
        layout: 'dbmate: by its comments',
        weaker: ['durability is off'],
      },
      { kind: 'stage.database', version: '17.10', settings: {} },
    )
    assert.equal(
      locksHeader(entries, plain),
      'locks  db   dbmate: by its comments   processes   postgres 17.10\n  weaker: durability is off\n',
    )
  })
})
