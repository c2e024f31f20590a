import assert from 'node:assert/strict'
import { lockTimeoutNotInForce } from '../../harness/checks/lock-timeout-not-in-force.ts'
import { migrationStallsClients } from '../../harness/checks/migration-stalls-clients.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, started, T0 } from './journal.ts'
import { ALTER, at, attempts, ended, examined, lock, stallFelt, traced, trialStarted, tried } from './trials.ts'

const { judge } = migrationStallsClients
const WAITING = { relation: 'orders', mode: 'AccessExclusiveLock', granted: false }
const HOLDING = { ...WAITING, granted: true }
const RETRIED = { attempts: attempts('55P03', null) }

describe('migration-stalls-clients', () => {
  it('names the statement that queued behind a long reader, whom it kept waiting, and what was not in force', () => {
    const beside = [
      stallFelt('long-reader'),
      stallFelt('long-reader', { by: 'probe-write', longestMs: 4_990 }),
      stallFelt('idle-writer', { by: 'traffic', what: 'SELECT * FROM orders', longestMs: 5_010 }),
    ]
    const finding = onlyFinding(judge(tried({ beside })))
    assert.deepEqual(
      { ...finding, remedy: '' },
      {
        check: 'migration-stalls-clients',
        severity: 'blocker',
        subject: 'migrations/003.sql:1',
        summary: `${ALTER} queued for ACCESS EXCLUSIVE on orders: SELECT * FROM orders stalled for 5010 ms beside a writer idle in its transaction; reads of orders stalled for 5003 ms beside a long reader, and 1 more of our clients (limit 500 ms); no lock_timeout was in force`,
        remedy: '',
        measured: { longestStallMs: 5_010, lockTimeoutMs: 0 },
        limit: { longestStallMs: 500 },
        evidence: [15, 10, 13, 14],
      },
    )
  })

  it('blames the statement that took the lock, and says which one ran while it was held', () => {
    const update = { statement: 'UPDATE orders SET total = ?', locks: [lock('RowExclusiveLock')] }
    const alone = [traced(1), traced(2, update), ended()]
    const stall = { place: at(2), statement: update.statement, longestMs: 1_700, lock: HOLDING }
    const finding = onlyFinding(judge(tried({ alone, beside: [stallFelt('traffic', stall)] })))
    assert.equal(finding.subject, 'migrations/003.sql:1')
    assert.equal(
      finding.summary,
      `${ALTER} held ACCESS EXCLUSIVE on orders while migrations/003.sql:2 ran: reads of orders stalled for 1700 ms with clients only (limit 500 ms)`,
    )
  })

  it('blames the writer of rows for those who wait for a row', () => {
    const update = { statement: 'UPDATE orders SET total = ?', locks: [lock('RowExclusiveLock')] }
    const alone = [traced(1, update), traced(2, { statement: 'SELECT pg_sleep(?)', locks: [] }), ended()]
    const row = { relation: 'orders', mode: 'ExclusiveLock', granted: true }
    const stall = { place: at(2), statement: 'SELECT pg_sleep(?)', lock: row, longestMs: 900 }
    assert.equal(
      onlyFinding(judge(tried({ alone, beside: [stallFelt('traffic', stall)] }))).subject,
      'migrations/003.sql:1',
    )
  })

  it('passes exactly at the limit', () => {
    const beside = [stallFelt('long-reader', { longestMs: 500 })]
    assertPassed(judge(tried({ beside })), 'no client was kept waiting for longer than the limit (500 ms)')
  })

  it('passes a stall up to the lock_timeout in force, of a migration that then came to its end', () => {
    const alone = [traced(1, { lockTimeoutMs: 2_000 }), ended()]
    const entries = tried({
      alone,
      beside: [stallFelt('long-reader', { longestMs: 2_150 })],
      ends: { 'long-reader': RETRIED },
    })
    assertPassed(
      judge(entries),
      'the longest stall, 2150 ms, stayed within the lock_timeout of the migration, which then came to its end',
    )
  })

  it('notes a stall that a lock_timeout above the 2 s that are advised bounded, and names both', () => {
    const judged = (lockTimeoutMs: number, longestMs: number) => {
      const alone = [traced(1, { lockTimeoutMs }), ended()]
      return judge(
        tried({ alone, beside: [stallFelt('long-reader', { longestMs })], ends: { 'long-reader': RETRIED } }),
      )
    }
    const finding = onlyFinding(judged(9_000, 9_010))
    assert.deepEqual([finding.severity, finding.subject], ['note', 'migrations/003.sql:1'])
    assert.equal(
      finding.summary,
      `${ALTER} queued for ACCESS EXCLUSIVE on orders: reads of orders stalled for 9010 ms beside a long reader (limit 500 ms); no blocker, for the lock_timeout of 9 s bounded it, but 2 s or less is advised`,
    )
    assert.deepEqual([judged(9_000, 2_000).ruling, judged(2_000, 2_400).ruling], ['passed', 'passed'])
  })

  it('excuses nobody whose stall was longer than the lock_timeout: something undid it', () => {
    const alone = [traced(1, { lockTimeoutMs: 2_000 }), ended()]
    const finding = onlyFinding(judge(tried({ alone, beside: [stallFelt('long-reader')] })))
    assert.match(finding.summary, /; the lock_timeout of 2 s in force excuses nothing: the stall was longer$/)
  })

  it('excuses nothing by a lock_timeout above 10 s', () => {
    const excused = (lockTimeoutMs: number) =>
      onlyFinding(judge(tried({ alone: [traced(1, { lockTimeoutMs }), ended()], beside: [stallFelt('long-reader')] })))
    assert.deepEqual([excused(10_000).severity, excused(10_001).severity], ['note', 'blocker'])
  })

  it('excuses nothing by a lock_timeout where the migration holds its lock on its own: it bounds only waiting', () => {
    const alone = [traced(1, { lockTimeoutMs: 5_000 }), ended({ endedAt: T0 + 2_000 })]
    const beside = [stallFelt('traffic', { longestMs: 1_900, lock: HOLDING })]
    assert.equal(onlyFinding(judge(tried({ alone, beside }))).severity, 'blocker')
  })

  it('takes 55P03 for proof of a lock_timeout that nobody could see: a tool sets it, or a function', () => {
    for (const lockTimeoutMs of [null, 0]) {
      const alone = [traced(1, { lockTimeoutMs }), ended()]
      const of = (longestMs: number) =>
        judge(tried({ alone, beside: [stallFelt('long-reader', { longestMs })], ends: { 'long-reader': RETRIED } }))
      assert.equal(of(2_500).ruling, 'passed')
      const { severity, summary } = onlyFinding(of(3_000))
      assert.equal(severity, 'note')
      assert.match(summary, /; no blocker, for a lock_timeout bounded it, but 2 s or less is advised$/)
    }
  })

  it('goes by the least protected of two statements on one line', () => {
    const set = { statement: 'SET lock_timeout = ?', lockTimeoutMs: 0, locks: [] }
    const alone = [traced(1, set), traced(1, { index: 2, lockTimeoutMs: 2_000 }), ended()]
    const ends = { 'long-reader': RETRIED }
    assert.equal(
      judge(tried({ alone, beside: [stallFelt('long-reader', { longestMs: 2_000 })], ends })).ruling,
      'passed',
    )
    const other = stallFelt('long-reader', { statement: 'DO ?' })
    assert.equal(judge(tried({ alone, beside: [other] })).ruling, 'found')
  })

  it('leaves a stall within bounds to gave-up-half-done, where that stops the migration', () => {
    const alone = [traced(1, { lockTimeoutMs: 2_000 }), ended()]
    const halfDone = { outcome: 'gave-up', attempts: attempts('55P03', '42701') } as const
    const beside = [stallFelt('long-reader', { longestMs: 2_100 })]
    const finding = onlyFinding(judge(tried({ alone, beside, ends: { 'long-reader': halfDone } })))
    assert.equal(finding.severity, 'note')
    assert.match(finding.summary, /; of one cause with gave-up-half-done$/)
  })

  it('blocks a stall within bounds of a migration that never got its lock', () => {
    const alone = [traced(1, { lockTimeoutMs: 2_000 }), ended()]
    const never = { outcome: 'gave-up', attempts: attempts('55P03', '55P03', '55P03') } as const
    const beside = [stallFelt('long-reader', { longestMs: 2_100 })]
    assert.equal(onlyFinding(judge(tried({ alone, beside, ends: { 'long-reader': never } }))).severity, 'blocker')
  })

  it('counts no stall beside companions that would make any migration stall, nor one of a companion', () => {
    const beside = [
      stallFelt('opposite-order'),
      stallFelt('prepared'),
      stallFelt('second-runner'),
      stallFelt('long-reader', { by: 'companion' }),
    ]
    assert.equal(judge(tried({ beside })).ruling, 'passed')
  })

  it('counts stalls on tables filled up to production’s rows', () => {
    const atSize = trialStarted('traffic', { trial: 10, rows: 1_000_000 })
    const beside = [atSize, stallFelt('traffic', { trial: 10, lock: HOLDING })]
    assert.equal(onlyFinding(judge(tried({ of: examined({ productionRows: 1_000_000 }), beside }))).severity, 'blocker')
  })

  it('blames no migration for a machine that stalls by itself, nor praises it', () => {
    const usual = [stallFelt('traffic', { longestMs: 700, usualMs: 400, lock: HOLDING })]
    assertUnknown(
      judge(tried({ beside: usual })),
      'migrations/003.sql: reads of orders stalled for 700 ms with clients only, and for 400 ms before it began: the machine was too busy to tell. Settled by a run in which each migration is tried beside traffic, a long reader and an idle writer.',
    )
  })

  it('names the likeliest statement where nobody saw which one it was', () => {
    const nobody = { place: null, statement: null, lock: null, longestMs: 700 }
    const finding = onlyFinding(judge(tried({ beside: [stallFelt('traffic', nobody)] })))
    assert.deepEqual([finding.severity, finding.subject], ['blocker', 'migrations/003.sql:1'])
  })

  it('does not know where a trial was broken, did not end, or left no record', () => {
    const broken = { kind: 'trial.broken', migration: 1, scenario: 'long-reader', reason: 'disk full' } as const
    const settled =
      'Settled by a run in which each migration is tried beside traffic, a long reader and an idle writer.'
    assertUnknown(
      judge(tried({ without: ['long-reader'], more: [broken] })),
      `migrations/003.sql: the trial beside a long reader could not be performed: disk full. ${settled}`,
    )
    assertUnknown(
      judge(tried({ without: ['idle-writer'] })),
      `migrations/003.sql: the trial beside a writer idle in its transaction left no record. ${settled}`,
    )
    const torn = tried().filter((entry) => entry.kind !== 'trial.ended' || entry.trial !== 2)
    assertUnknown(
      judge(torn),
      `migrations/003.sql: the trial with clients only was seen to begin and not to end. ${settled}`,
    )
  })

  it('asks for no company where nothing in use is touched, or where the migration fails on its own', () => {
    const alone = [traced(1, { locks: [lock('AccessExclusiveLock', { existed: false })] }), ended()]
    const without = ['traffic', 'long-reader', 'idle-writer'] as const
    assert.equal(judge(tried({ alone, without })).ruling, 'passed')
    assert.equal(judge(tried({ without, ends: { alone: { outcome: 'failed' } } })).ruling, 'passed')
  })

  it('says that nobody looked where there were no probes, or no migration', () => {
    assertPassed(
      judge(tried({ of: examined({ probed: false }) })),
      'no clients stood beside the migrations: they were traced alone, without probes',
    )
    assertPassed(judge(journal(started())), 'no migration was examined on clones')
  })
})

describe('lock-timeout-not-in-force', () => {
  it('says what would have prevented the stall, and that it is the same cause', () => {
    const finding = onlyFinding(lockTimeoutNotInForce.judge(tried({ beside: [stallFelt('long-reader')] })))
    assert.deepEqual(
      [finding.severity, finding.subject, finding.summary],
      [
        'note',
        'migrations/003.sql:1',
        'no lock_timeout was in force when it asked for ACCESS EXCLUSIVE on orders, and it waited beside a long reader with a client behind it for 5003 ms; of one cause with migration-stalls-clients',
      ],
    )
  })

  it('says that none was in force where the lock was held at the worst moment of a stall', () => {
    const finding = onlyFinding(
      lockTimeoutNotInForce.judge(tried({ beside: [stallFelt('idle-writer', { lock: HOLDING, longestMs: 63_504 })] })),
    )
    assert.deepEqual(
      [finding.severity, finding.summary],
      [
        'note',
        'no lock_timeout was in force when it asked for ACCESS EXCLUSIVE on orders, and beside a writer idle in its transaction a client stood behind it for 63.5 s, until it had the lock and gave it back; of one cause with migration-stalls-clients',
      ],
    )
  })

  it('says nothing of a lock that was held under a lock_timeout, nor of rows', () => {
    const beside = [stallFelt('long-reader', { lock: HOLDING })]
    const alone = [traced(1, { lockTimeoutMs: 2_000 }), ended()]
    assert.equal(lockTimeoutNotInForce.judge(tried({ alone, beside })).ruling, 'passed')
    const update = [traced(1, { locks: [lock('RowExclusiveLock')] }), ended()]
    const row = [stallFelt('long-reader', { lock: { ...HOLDING, mode: 'ExclusiveLock' } })]
    assertPassed(
      lockTimeoutNotInForce.judge(tried({ alone: update, beside: row })),
      'no migration was seen to keep clients waiting beside a long transaction without a lock_timeout that ends it',
    )
  })

  it('is silent on a limit that held', () => {
    const alone = [traced(1, { lockTimeoutMs: 2_000 }), ended()]
    const entries = tried({
      alone,
      beside: [stallFelt('long-reader', { longestMs: 2_000 })],
      ends: { 'long-reader': RETRIED },
    })
    assert.equal(lockTimeoutNotInForce.judge(entries).ruling, 'passed')
  })

  it('makes one finding of each statement', () => {
    const second = { place: at(2), statement: 'ALTER TABLE users ADD COLUMN x int' }
    const alone = [traced(1), traced(2, second), ended()]
    const beside = [stallFelt('long-reader'), stallFelt('idle-writer'), stallFelt('long-reader', second)]
    assert.equal(findingsOf(lockTimeoutNotInForce.judge(tried({ alone, beside }))).length, 2)
  })
})
