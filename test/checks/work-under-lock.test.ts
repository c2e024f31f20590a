import assert from 'node:assert/strict'
import { workUnderLock } from '../../harness/checks/work-under-lock.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'
import {
  ALTER,
  at,
  counted,
  EXCLUSIVE,
  ended,
  examined,
  filledCounts,
  lock,
  stallFelt,
  survived,
  traced,
  trialStarted,
  tried,
} from './trials.ts'

const { judge } = workUnderLock
const UPDATE = { statement: 'UPDATE orders SET total = ? WHERE id < ?', locks: [lock('RowExclusiveLock')] }
const PASSED = 'no work that grows with a table under a lock that stops clients, in 1 transaction'

function rulingOf(...alone: readonly Fact[]) {
  return judge(tried({ alone: [...alone, survived()] })).ruling
}

describe('work-under-lock', () => {
  it('names the statement that took the lock, and the one that works while it is held', () => {
    const finding = onlyFinding(
      judge(tried({ alone: [traced(1), traced(2, UPDATE), ended()], beside: filledCounts(2, { written: 1 }) })),
    )
    assert.deepEqual(
      [finding.severity, finding.subject, finding.summary],
      [
        'blocker',
        'migrations/003.sql:1',
        'holds ACCESS EXCLUSIVE on orders to the end of its transaction: migrations/003.sql:2 writes the rows of orders (2000 of 2000, 8000 of 8000)',
      ],
    )
  })

  it('passes what a tool does to its own history and lock tables, and not what files of SQL do to one so called', () => {
    for (const relation of ['alembic_version', 'knex_migrations_lock', 'public.schema_migrations']) {
      const statement = `UPDATE ${relation} SET x = ?`
      const locks = [lock('RowExclusiveLock', { relation })]
      const more = [counted(1, { relation, rowsInTable: 1, rowsWritten: 1, scans: 1, rowsRead: 1 })]
      const alone = [traced(1, { statement, locks }), ended(), ...more, survived()]
      assertPassed(judge(tried({ of: examined({ source: 'command' }), alone })), PASSED)
      assert.equal(judge(tried({ alone })).ruling, 'found')
      const half = alone.map((fact) =>
        fact.kind === 'work.counted' ? { ...fact, rowsInTable: 1_000, rowsWritten: 500 } : fact,
      )
      assert.equal(judge(tried({ of: examined({ source: 'command' }), alone: half })).ruling, 'found')
    }
  })

  it('finds a rewrite however few the rows, and whatever hid it', () => {
    const finding = onlyFinding(
      judge(tried({ alone: [traced(1, { statement: 'DO ?' }), ended({ rewritten: ['orders'] }), survived()] })),
    )
    assert.equal(finding.summary, 'holds ACCESS EXCLUSIVE on orders to the end of its transaction: it rewrites orders')
  })

  it('finds a rewrite that was over before anybody saw its lock', () => {
    const vacuum = traced(1, {
      statement: 'VACUUM FULL orders',
      locks: [],
      exact: false,
      because: 'refuses transactions',
    })
    assert.equal(onlyFinding(judge(tried({ alone: [vacuum, ended({ rewritten: ['orders'] })] }))).severity, 'blocker')
  })

  it('passes an index that is built anew concurrently, though its old file is locked at the end', () => {
    const statement = 'REINDEX TABLE CONCURRENTLY orders'
    const locks = [lock('AccessExclusiveLock', { relation: 'orders_user_id_idx', relkind: 'i' })]
    const reindex = traced(1, { statement, locks, exact: false, because: 'refuses transactions' })
    assertPassed(judge(tried({ alone: [reindex, ended()], beside: filledCounts(1, { read: 1 }) })), PASSED)
  })

  it('finds every mode that stops writers: an index build, a foreign key and its target', () => {
    for (const mode of ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock']) {
      const alone = [traced(1, { locks: [lock(mode, { relation: 'users' })] }), ended()]
      assert.equal(judge(tried({ alone, beside: filledCounts(1, { read: 1 }) })).ruling, 'found', mode)
    }
  })

  it('passes work under SHARE UPDATE EXCLUSIVE, on what the transaction made, and before the lock', () => {
    const beside = filledCounts(1, { read: 1 })
    const weak = [traced(1, { locks: [lock('ShareUpdateExclusiveLock')] }), ended()]
    assertPassed(judge(tried({ alone: weak, beside })), PASSED)
    const own = [traced(1, { locks: [lock('AccessExclusiveLock', { existed: false })] }), ended()]
    assertPassed(judge(tried({ alone: own, beside })), PASSED)
    const before = [traced(1, { statement: 'SELECT count(*) FROM orders', locks: [] }), traced(2), ended()]
    assertPassed(judge(tried({ alone: before, beside })), PASSED)
  })

  it('passes work in a transaction after the one that held the lock', () => {
    const alone = [traced(1), ended(), traced(2, { ...UPDATE, transaction: 2, locks: [] }), ended({ transaction: 2 })]
    assert.equal(judge(tried({ alone, beside: filledCounts(2, { read: 1 }) })).ruling, 'passed')
  })

  it('passes a batch that is as large whatever the table', () => {
    const batch = [2_000, 8_000].map((rowsInTable, index) =>
      counted(1, { trial: 8 + index, rowsInTable, scans: 1, rowsRead: 1_000, rowsWritten: 1_000 }),
    )
    const own = counted(1, { rowsInTable: 1_200, scans: 1, rowsRead: 1_000, rowsWritten: 1_000 })
    const alone = [traced(1, { ...UPDATE, locks: [EXCLUSIVE] }), own, ended()]
    assertPassed(judge(tried({ alone, beside: batch })), PASSED)
  })

  it('finds what only the clone’s own rows match', () => {
    const none = filledCounts(1, {})
    const own = counted(1, { rowsInTable: 200_000, scans: 1, rowsRead: 200_000, rowsWritten: 150_000 })
    assert.equal(judge(tried({ alone: [traced(1, UPDATE), own, ended()], beside: none })).ruling, 'found')
  })

  it('finds an UPDATE of all rows without any table lock, from half of the table on', () => {
    const update = (rowsWritten: number) =>
      rulingOf(traced(1, UPDATE), counted(1, { rowsInTable: 10_000, rowsWritten }), ended())
    assert.deepEqual([update(4_999), update(5_000)], ['passed', 'found'])
  })

  it('passes rows that are new: nobody waits for those', () => {
    const insert = { statement: 'INSERT INTO orders SELECT * FROM legacy', locks: [lock('RowExclusiveLock')] }
    assert.equal(rulingOf(traced(1, insert), counted(1, { rowsInTable: 2_000, rowsWritten: 2_000 }), ended()), 'passed')
    const grown = survived({ tables: [{ relation: 'orders', before: 2_000, after: 4_000 }] })
    const alone = [
      traced(1, { ...insert, statement: 'DO ?' }),
      counted(1, { rowsInTable: 2_000, rowsWritten: 2_000 }),
      grown,
    ]
    assert.equal(judge(tried({ alone })).ruling, 'passed')
  })

  it('finds SELECT FOR UPDATE of everything', () => {
    const select = { statement: 'SELECT id FROM orders FOR UPDATE', locks: [lock('RowShareLock')] }
    assert.equal(
      judge(tried({ alone: [traced(1, select), ended()], beside: filledCounts(1, { read: 1 }) })).ruling,
      'found',
    )
    const plain = { ...select, statement: 'SELECT id FROM orders' }
    assert.equal(
      judge(tried({ alone: [traced(1, plain), ended()], beside: filledCounts(1, { read: 1 }) })).ruling,
      'passed',
    )
  })

  it('takes a block that was traced to its end for one transaction, and what it writes for locked', () => {
    const block = { statement: 'DO ?', locks: [lock('RowExclusiveLock')] }
    const alone = [traced(1, block), ended(), survived()]
    assert.equal(onlyFinding(judge(tried({ alone, beside: filledCounts(1, { written: 1 }) }))).severity, 'blocker')
  })

  it('tells batches from one large piece with a COMMIT after it', () => {
    const block = { ...{ statement: 'DO ?', exact: false, because: 'it commits on its own while it runs' }, locks: [] }
    const alone = [traced(1, block), ended(), survived()]
    const spread = (over: (rows: number) => number) =>
      filledCounts(1, { written: 1 }).map((fact) =>
        fact.kind === 'work.counted' ? { ...fact, transactions: over(fact.rowsInTable) } : fact,
      )
    assert.equal(judge(tried({ alone, beside: spread((rows) => rows / 500) })).ruling, 'passed')
    assert.equal(onlyFinding(judge(tried({ alone, beside: spread(() => 2) }))).severity, 'blocker')
  })

  it('only has a concern about a procedure that may commit batch by batch', () => {
    const call = { statement: 'CALL fill_totals()', locks: [lock('RowExclusiveLock')] }
    const alone = [traced(1, { ...call, exact: false, because: 'it commits on its own while it runs' }), ended()]
    assert.equal(onlyFinding(judge(tried({ alone, beside: filledCounts(1, { written: 1 }) }))).severity, 'concern')
    const begun = [traced(1, { statement: 'BEGIN', locks: [] }), traced(2, call), ended()]
    assert.equal(
      onlyFinding(judge(tried({ alone: begun, beside: filledCounts(2, { written: 1 }) }))).severity,
      'blocker',
    )
  })

  it('takes TRUNCATE and DROP for no work', () => {
    const truncate = traced(1, { statement: 'TRUNCATE orders' })
    const indexes = lock('AccessExclusiveLock', { relation: 'orders_pkey', relkind: 'i' })
    const emptied = survived({ tables: [{ relation: 'orders', before: 5, after: 0 }] })
    const dropped = survived({ tables: [{ relation: 'orders', before: 5, after: null }] })
    const rewritten = ['orders', 'orders_pkey', 'pg_toast.pg_toast_16402']
    const alone = [traced(1, { statement: 'TRUNCATE orders', locks: [EXCLUSIVE, indexes] }), ended({ rewritten })]
    assert.equal(rulingOf(...alone), 'passed')
    assert.equal(judge(tried({ alone: [truncate, ended({ rewritten }), emptied] })).ruling, 'passed')
    assert.equal(
      judge(tried({ alone: [traced(1, { statement: 'DO ?' }), ended({ rewritten }), emptied] })).ruling,
      'passed',
    )
    assert.equal(judge(tried({ alone: [traced(1), ended({ rewritten }), dropped] })).ruling, 'passed')
  })

  it('takes a sequence for no table: its new file is one row', () => {
    const sequence = lock('ShareRowExclusiveLock', { relation: 'orders_id_seq', relkind: 'S' })
    const alter = traced(1, { statement: 'ALTER SEQUENCE orders_id_seq INCREMENT BY ?', locks: [sequence] })
    assert.equal(rulingOf(alter, ended({ rewritten: ['orders_id_seq'] })), 'passed')
  })

  it('finds an index built anew, for which no rows were counted', () => {
    const index = lock('AccessExclusiveLock', { relation: 'orders_pkey', relkind: 'i' })
    const reindex = traced(1, { statement: 'REINDEX INDEX orders_pkey', locks: [lock('ShareLock'), index] })
    const finding = onlyFinding(judge(tried({ alone: [reindex, ended({ rewritten: ['orders_pkey'] }), survived()] })))
    assert.match(finding.summary, /it builds the index orders_pkey anew$/)
  })

  it('counts a tool’s command by its text where no file is known', () => {
    const unplaced = { place: null, statement: 'CREATE INDEX orders_ref ON orders (ref)', locks: [lock('ShareLock')] }
    const alone = [traced(1, unplaced), counted(1, { place: null, scans: 1, rowsRead: 5 }), ended()]
    const of = examined({ source: 'command', name: 'npm run migrate' })
    const finding = onlyFinding(judge(tried({ of, alone, without: ['filled'] })))
    assert.deepEqual([finding.severity, finding.subject], ['blocker', 'CREATE INDEX orders_ref ON orders (ref)'])
  })

  it('knows of five rows only what cannot be the planner’s choice', () => {
    const few = counted(1, { scans: 1, rowsRead: 5 })
    const without = ['filled'] as const
    const severity = (statement: Partial<Parameters<typeof traced>[1]>, count = few) => {
      const ruling = judge(tried({ alone: [traced(1, statement), count, ended()], without }))
      return ruling.ruling === 'found' ? ruling.findings.map((one) => one.severity).join() : ruling.ruling
    }
    assert.equal(severity({ statement: 'ALTER TABLE orders ADD CHECK (total > ?)' }), 'blocker')
    const users = [lock('AccessExclusiveLock', { relation: 'users' })]
    assert.equal(severity({ statement: 'UPDATE orders SET total = ? WHERE id = ?', locks: users }), 'concern')
    const all = counted(1, { scans: 1, rowsRead: 5, rowsWritten: 5 })
    assert.equal(severity({ statement: 'UPDATE orders SET total = ?', locks: [] }, all), 'blocker')
    assert.equal(severity({ statement: 'DO ?' }), 'blocker')
    assert.equal(severity({ statement: 'DO ?', locks: users }), 'concern')
    assert.equal(severity({ statement: 'ALTER TABLE orders ADD COLUMN x int' }, counted(1)), 'passed')
  })

  it('takes a lock of readers of a materialized view, or of an index, only where it stops them', () => {
    const refresh = (mode: string) => {
      const view = lock(mode, { relation: 'totals', relkind: 'm' })
      const alone = [traced(1, { statement: 'REFRESH MATERIALIZED VIEW totals', locks: [view] }), ended()]
      return judge(tried({ alone, beside: filledCounts(1, { read: 1 }) })).ruling
    }
    assert.deepEqual([refresh('ExclusiveLock'), refresh('AccessExclusiveLock')], ['passed', 'found'])
    const view = lock('ExclusiveLock', { relation: 'totals', relkind: 'm' })
    const alone = [traced(1, { statement: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals', locks: [view] }), ended()]
    assert.equal(judge(tried({ alone, beside: filledCounts(1, { written: 1 }, 'totals') })).ruling, 'passed')
  })

  it('is a note where the stall was measured, and where production’s rows are predicted to be done within the limit', () => {
    const alone = [traced(1), ended({ rewritten: ['orders'] }), survived()]
    const held = { relation: 'orders', mode: 'AccessExclusiveLock', granted: true }
    const felt = onlyFinding(judge(tried({ alone, beside: [stallFelt('traffic', { lock: held })] })))
    assert.deepEqual(
      [felt.severity, felt.summary.endsWith('; of one cause with migration-stalls-clients')],
      ['note', true],
    )
    const predicted = (highMs: number) => {
      const prediction = { place: at(1), statement: ALTER, rows: 10_000, lowMs: 10, highMs }
      const more = [{ kind: 'duration.predicted', migration: 1, ...prediction } as const]
      return onlyFinding(judge(tried({ of: examined({ productionRows: 10_000 }), alone, more })))
    }
    assert.deepEqual([predicted(500).severity, predicted(501).severity], ['note', 'blocker'])
    assert.match(predicted(501).summary, /; at 10000 rows this is predicted to take up to 501 ms \(limit 500 ms\)$/)
    const unpredicted = onlyFinding(judge(tried({ of: examined({ productionRows: 10_000 }), alone })))
    assert.equal(unpredicted.severity, 'blocker')
  })

  it('stays a blocker beside a stall of another cause: waiting for a lock is not holding it', () => {
    const alone = [traced(1), ended({ rewritten: ['orders'] }), survived()]
    assert.equal(onlyFinding(judge(tried({ alone, beside: [stallFelt('long-reader')] }))).severity, 'blocker')
  })

  it('does not know what a migration does that never ran alone', () => {
    const broken = { kind: 'trial.broken', migration: 1, scenario: 'alone', reason: 'no clone' } as const
    assertUnknown(
      judge(journal(examined(), broken)),
      'migrations/003.sql: the trial alone could not be performed: no clone. Settled by a run that traces each migration alone to its end.',
    )
    assertUnknown(
      judge(journal(examined(), trialStarted('alone'), traced(1))),
      'migrations/003.sql: the trial alone was seen to begin and not to end. Settled by a run that traces each migration alone to its end.',
    )
    assertPassed(judge(journal(started())), 'no migration was examined on clones')
  })
})
