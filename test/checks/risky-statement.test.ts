import assert from 'node:assert/strict'
import { riskyStatement } from '../../harness/checks/risky-statement.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { Expectation } from '../../harness/model/facts-of-migrations.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'
import {
  ALTER,
  at,
  attempts,
  counted,
  ended,
  examined,
  filledCounts,
  lock,
  stallFelt,
  survived,
  traced,
  tried,
} from './trials.ts'

const { judge } = riskyStatement

function scanned(expects: Expectation, overrides: Partial<Extract<Fact, { kind: 'scanner.found' }>> = {}): Fact {
  return {
    kind: 'scanner.found',
    migration: 1,
    scanner: 'index-not-concurrent',
    place: at(1),
    statement: ALTER,
    summary: 'CREATE INDEX stops every write',
    remedy: 'Use CONCURRENTLY.',
    severity: 'blocker',
    expects,
    ...overrides,
  }
}

const LOCK: Expectation = { kind: 'lock', relation: 'orders', mode: 'ShareLock' }

function said(expects: Expectation, parts: Parameters<typeof tried>[0] = {}) {
  const { severity, summary } = onlyFinding(judge(tried({ ...parts, more: [scanned(expects)] })))
  return [severity, summary.replace(/^index-not-concurrent: CREATE INDEX stops every write; /, '')]
}

describe('risky-statement', () => {
  it('says what the trace confirms, and that another check has found it', () => {
    assert.deepEqual(said(LOCK), ['concern', 'confirmed: ACCESS EXCLUSIVE on orders was taken'])
    assert.deepEqual(said(LOCK, { beside: [stallFelt('long-reader')] }), [
      'note',
      'confirmed by migration-stalls-clients: ACCESS EXCLUSIVE on orders was taken',
    ])
  })

  it('confirms a lock that an earlier statement of the transaction took, and a weaker one never', () => {
    const later = [traced(1, { place: at(7), index: 0 }), traced(1, { locks: [] }), ended()]
    assert.equal(said(LOCK, { alone: later })[0], 'concern')
    const weak = [traced(1, { locks: [lock('ShareUpdateExclusiveLock')] }), ended()]
    assert.deepEqual(said(LOCK, { alone: weak }), ['note', 'refuted: no such lock was taken on orders'])
    const own = [traced(1, { locks: [lock('AccessExclusiveLock', { existed: false })] }), ended()]
    assert.equal(said(LOCK, { alone: own })[0], 'note')
  })

  it('takes what could only be sampled for neither', () => {
    const sampled = [traced(1, { locks: [], exact: false, because: 'VACUUM' }), ended()]
    assert.deepEqual(said(LOCK, { alone: sampled }), [
      'concern',
      'neither confirmed nor refuted: the statement could only be sampled, and no such lock was seen',
    ])
  })

  it('holds rewrites and work against files and counters', () => {
    const rewrite: Expectation = { kind: 'rewrite', relation: 'orders' }
    const work: Expectation = { kind: 'work', relation: null }
    assert.deepEqual(said(rewrite), ['note', 'refuted: nothing was rewritten'])
    const rewritten = [traced(1), ended({ rewritten: ['orders'] }), survived()]
    assert.deepEqual(said(rewrite, { alone: rewritten }), [
      'note',
      'confirmed by work-under-lock: orders has a new file',
    ])
    assert.deepEqual(said(work), ['note', 'refuted: it does no work that grows with a table'])
    assert.equal(said(work, { beside: filledCounts(1, { read: 1 }) })[0], 'note')
    const weak = [traced(1, { locks: [lock('ShareUpdateExclusiveLock')] }), counted(1), ended()]
    assert.match(said(work, { alone: weak, beside: filledCounts(1, { read: 1 }) })[1] ?? '', /^confirmed: it reads/)
    const another = [
      traced(2, { statement: 'ALTER TABLE orders ALTER a TYPE int' }),
      traced(1, { locks: [lock('ShareRowExclusiveLock')] }),
      ended({ rewritten: ['orders'] }),
    ]
    assert.match(said(work, { alone: another, beside: filledCounts(1, { read: 1 }) })[1] ?? '', /: it reads the rows/)
    const command = { of: examined({ source: 'command' }) }
    assert.equal(said(work, command)[1], 'neither confirmed nor refuted: nobody counted the rows that it reads')
  })

  it('holds stalls against the clients beside it', () => {
    const stall: Expectation = { kind: 'stall' }
    assert.deepEqual(said(stall), ['note', 'refuted: no client was kept waiting'])
    assert.deepEqual(said(stall, { beside: [stallFelt('long-reader', { longestMs: 1_700 })] }), [
      'note',
      'confirmed by migration-stalls-clients: reads of orders stalled for 1700 ms beside a long reader',
    ])
    const alone = [traced(1, { lockTimeoutMs: 2_000 }), ended()]
    const excused = { alone, beside: [stallFelt('long-reader', { longestMs: 2_000 })] }
    assert.deepEqual(said(stall, excused), ['note', 'refuted: clients waited no longer than its lock_timeout'])
    const unprobed = { of: examined({ probed: false }) }
    assert.deepEqual(said(stall, unprobed), ['concern', 'neither confirmed nor refuted: nobody stood beside it'])
  })

  it('looks whether something is gone', () => {
    const gone = (object: string): Expectation => ({ kind: 'gone', object })
    const left = [traced(1), ended(), survived({ columnsGone: ['orders.note'], indexesGone: ['orders_ref'] })]
    assert.deepEqual(said(gone('orders.note'), { alone: left }), [
      'note',
      'confirmed by rows-destroyed: orders.note is gone',
    ])
    assert.match(said(gone('orders_ref'), { alone: left })[1] ?? '', /orders_ref is gone$/)
    assert.deepEqual(said(gone('orders.total')), ['note', 'refuted: orders.total is still there'])
    const view = [traced(1, { locks: [lock('AccessExclusiveLock', { relation: 'totals', relkind: 'v' })] }), survived()]
    assert.match(said(gone('totals'), { alone: view })[1] ?? '', /^confirmed/)
    assert.match(said(gone('something'))[1] ?? '', /nobody looked whether something is still there$/)
  })

  it('holds an expected error against how it ended', () => {
    const error: Expectation = { kind: 'error' }
    assert.deepEqual(said(error), ['note', 'refuted: it ran without an error'])
    const failed = { alone: { outcome: 'failed', attempts: attempts('25001') } } as const
    assert.deepEqual(said(error, { ends: failed }), ['note', 'confirmed by migration-fails: it failed with 25001'])
  })

  it('takes an index that stays invalid only beside others for confirmed, and a mere wait not', () => {
    const error: Expectation = { kind: 'error' }
    const statement = 'CREATE INDEX CONCURRENTLY orders_ref ON orders (ref)'
    const alone = [traced(1, { statement }), ended(), survived()]
    const beside = (...states: readonly string[]) =>
      said(error, { alone, ends: { 'idle-writer': { outcome: 'failed', attempts: attempts(...states) } } })
    assert.deepEqual(beside('55P03', '42P07'), [
      'note',
      'confirmed by gave-up-half-done: it gave up with 55P03 beside a writer idle in its transaction',
    ])
    assert.equal(beside('55P03', '55P03')[1], 'refuted: it ran without an error')
  })

  it('claims nothing of the SQL of a command, which no scanner reads', () => {
    assertPassed(
      judge(tried({ of: examined({ source: 'command' }) })),
      'scanners read SQL files, not what a command sends: the trace alone judged that',
    )
  })

  it('knows a statement by its text where lines are counted differently', () => {
    const found = scanned(LOCK, { place: at(3) })
    assert.match(onlyFinding(judge(tried({ more: [found] }))).summary, /confirmed: /)
  })

  it('stops no migration that came to its end, and may stop one that did not', () => {
    const unseen = scanned(LOCK, { place: at(9), statement: 'CREATE INDEX ON orders (x)' })
    const finding = onlyFinding(judge(tried({ more: [unseen] })))
    assert.deepEqual([finding.severity, finding.subject], ['concern', 'migrations/003.sql:9'])
    const failed = { alone: { outcome: 'failed', attempts: attempts('23505') } } as const
    const severities = findingsOf(judge(tried({ more: [unseen], ends: failed }))).map(({ severity }) => severity)
    assert.deepEqual(severities, ['blocker'])
  })

  it('does not know what no scanner has read in a rehearsal, and knows it in a journal of locks', () => {
    const of = examined({ in: 'probes' })
    assertUnknown(
      judge(tried({ of })),
      'migrations/003.sql: no scanner has read it; `fulldress locks` on its files does. Settled by a run that scans each migration and traces it alone to its end.',
    )
    const scanned: Fact = { kind: 'scripts.scanned', migration: 1, files: ['migrations/003.sql'] }
    assertPassed(judge(tried({ of, more: [scanned] })), 'no statement of 1 migration looks dangerous')
    assertPassed(
      judge(tried({ of: examined({ in: 'probes', source: 'command' }) })),
      'scanners read SQL files, not what a command sends: the trace alone judged that',
    )
  })

  it('passes where no scanner warned, and does not know what never ran', () => {
    assertPassed(judge(tried()), 'no statement of 1 migration looks dangerous')
    assertPassed(judge(journal(started())), 'no migration was examined on clones')
    assertUnknown(
      judge(journal(examined())),
      'migrations/003.sql: the trial alone left no record. Settled by a run that scans each migration and traces it alone to its end.',
    )
  })
})
