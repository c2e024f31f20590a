import assert from 'node:assert/strict'
import type { SeenLock } from '../../../harness/locks/watcher/sample.ts'
import { openWindow } from '../../../harness/locks/watcher/window.ts'
import { lock, ORDERS, ORDERS_INDEX, STEP, sample, waiting } from './seen.ts'

const REST = { intervalMs: 10, deadlockTimeoutMs: 1_000, onWait: () => undefined }

const TOOL = { application: 'tool', statement: 'UPDATE orders SET x = ?', backendStartedMs: 1_500, mode: 'ShareLock' }

function seenBy(act: 'upgrade' | 'rollback' | 'steady', ...locks: ReturnType<typeof lock>[]) {
  const window = openWindow(act, { fromMs: 1_000, actFromMs: 1_200, ...REST })
  window.know(new Set(['shop']))
  for (const atMs of [2_000, 2_010, 2_100]) window.add(sample(atMs, ...locks))
  return window.seen(new Map([[30_000, 'fresh']]))
}

function held(...locks: ReturnType<typeof lock>[]) {
  return seenBy('upgrade', ...locks).flatMap((fact) =>
    fact.kind === 'lock.held' ? [[fact.relation, fact.mode, fact.inUse, fact.toMs - fact.fromMs]] : [],
  )
}

describe('a window of the lock watcher', () => {
  it('tells what the session of a step held, from first seen to last seen', () => {
    assert.deepEqual(held(lock(1, STEP)), [['orders', 'AccessExclusiveLock', true, 100]])
  })

  it('tells an index in use that is locked away as its table, too', () => {
    assert.deepEqual(held(lock(1, { ...STEP, relation: ORDERS_INDEX })), [
      ['orders_x', 'AccessExclusiveLock', true, 100],
      ['orders', 'AccessExclusiveLock', true, 100],
    ])
  })

  it('tells a relation of the transaction itself as not in use, by the name it got', () => {
    const fresh = { ...ORDERS, oid: 30_000, name: null, kind: null }
    assert.deepEqual(held(lock(1, { ...STEP, relation: fresh })), [['fresh', 'AccessExclusiveLock', false, 100]])
  })

  it('leaves out relations that nobody ever saw, TOAST, and weak locks that nobody waits for', () => {
    const gone = { ...ORDERS, oid: 30_001, name: null, kind: null }
    const toast = { ...ORDERS, oid: 30_002, name: 'pg_toast.pg_toast_20001', kind: 't' }
    const weak = lock(1, { ...STEP, mode: 'RowExclusiveLock' })
    assert.deepEqual(held(lock(1, { ...STEP, relation: gone }), lock(1, { ...STEP, relation: toast }), weak), [])
  })

  it('tells the lock that a leader shares with its parallel workers once', () => {
    const worker = lock(1, { ...STEP, backendType: 'parallel worker', transaction: '9/9' })
    assert.deepEqual(held(lock(1, STEP), worker).length, 1)
  })

  it('tells a weak lock that others wait for', () => {
    const weak = lock(1, { ...STEP, mode: 'RowExclusiveLock' })
    assert.deepEqual(held(weak, waiting(2, [1], { mode: 'ShareLock' })), [['orders', 'RowExclusiveLock', true, 100]])
  })

  it('takes a session that began since and locks strongly for a migration, and a pool that grew for a service', () => {
    assert.deepEqual(held(lock(1, TOOL)), [['orders', 'ShareLock', true, 100]])
    assert.deepEqual(held(lock(1, { ...TOOL, application: 'shop' })), [])
    assert.deepEqual(held(lock(1, { ...TOOL, backendStartedMs: 900 })), [])
  })

  it('takes a session under a name of its own whose rows others wait for for a migration', () => {
    const row = { type: 'transactionid', target: 'transactionid:700', relation: null, mode: 'ExclusiveLock' }
    const heads = (changes: Partial<SeenLock>) =>
      seenBy(
        'upgrade',
        lock(1, { ...TOOL, ...row, ...changes }),
        waiting(2, [1], { ...row, mode: 'ShareLock' }),
      ).flatMap((fact) => (fact.kind === 'lock.queue' ? [fact.head.role] : []))
    assert.deepEqual(heads({}), ['migration'])
    assert.deepEqual(heads({ application: 'shop' }), ['traffic'])
    assert.deepEqual(heads({ application: '' }), ['traffic'])
    // It came after the last sample of the act before, and before this act.
    assert.deepEqual(heads({ backendStartedMs: 1_100 }), ['traffic'])
  })

  it('takes DDL for a migration whoever runs it, and explicit locks for a service', () => {
    const pool = { ...TOOL, application: 'shop', mode: 'AccessExclusiveLock' }
    assert.deepEqual(held(lock(1, { ...pool, statement: 'BEGIN; ALTER TABLE orders ADD x int' })).length, 1)
    assert.deepEqual(held(lock(1, { ...pool, statement: 'TRUNCATE orders' })), [])
    assert.deepEqual(held(lock(1, { ...TOOL, statement: 'LOCK TABLE orders IN SHARE MODE' })), [])
  })

  it('knows autovacuum and the harness itself as neither', () => {
    const vacuum = lock(1, { backendType: 'autovacuum worker', application: '', mode: 'ShareUpdateExclusiveLock' })
    const harness = lock(3, { application: 'fulldress', mode: 'ShareLock' })
    const waiters = [waiting(2, [1], STEP), waiting(4, [3], STEP)]
    assert.deepEqual(
      seenBy('upgrade', vacuum, harness, ...waiters).flatMap((fact) =>
        fact.kind === 'lock.queue' ? [[fact.head.role, fact.head.application]] : [],
      ),
      [
        ['other', 'autovacuum worker'],
        ['other', 'fulldress'],
      ],
    )
  })

  it('finds no migration in steady traffic', () => {
    const facts = seenBy('steady', lock(1, TOOL), waiting(2, [1], { mode: 'RowExclusiveLock' }))
    assert.deepEqual(
      facts.map((fact) => fact.kind === 'lock.queue' && [fact.act, fact.head.role]),
      [['steady', 'traffic']],
    )
  })

  it('leaves out the everyday waits of services for one another', () => {
    const window = openWindow('upgrade', { fromMs: 1_000, actFromMs: 1_000, ...REST })
    window.add(sample(1_010, lock(1), waiting(2, [1], { waitingSinceMs: 1_001 })))
    assert.deepEqual(window.seen(new Map()), [])
  })

  it('counts as a gap what is longer than twice the interval, at both ends as well', () => {
    const window = openWindow('upgrade', { fromMs: 1_000, actFromMs: 1_000, ...REST })
    for (const atMs of [1_020, 1_041, 1_050]) window.add(sample(atMs))
    assert.deepEqual(window.closeness(1_080), {
      fromMs: 1_000,
      toMs: 1_080,
      samples: 3,
      intervalMs: 10,
      gaps: [
        { atMs: 1_020, lastedMs: 21 },
        { atMs: 1_050, lastedMs: 30 },
      ],
      gapCount: 2,
      longestGapMs: 30,
    })
  })
})
