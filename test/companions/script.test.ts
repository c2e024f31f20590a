import assert from 'node:assert/strict'
import { locate, takenBy, touchedBy } from '../../harness/companions/script.ts'
import { separationOf } from '../../harness/companions/separation.ts'
import { wavesOf } from '../../harness/companions/waves.ts'
import { statement } from './script.ts'

describe('the script of a migration', () => {
  const script = [
    statement(1, 'LOCK TABLE orders', { orders: 'AccessExclusiveLock' }),
    statement(2, 'UPDATE orders\n  SET a = 1', { orders: 'RowExclusiveLock', users: 'AccessShareLock' }),
    statement(3, 'LOCK TABLE orders', { orders: 'AccessExclusiveLock' }, 2),
  ]

  it('touches what it locks above ACCESS SHARE, with its strongest lock', () => {
    assert.deepEqual(touchedBy(script), [
      { oid: 20_000, relation: 'orders', relkind: 'r', mode: 'AccessExclusiveLock' },
    ])
  })

  it('knows a statement whatever its white space, and of two that are alike the next', () => {
    assert.equal(locate(script, 'UPDATE orders SET a = 1;')?.index, 2)
    assert.equal(locate(script, 'LOCK TABLE orders')?.index, 1)
    assert.equal(locate(script, 'LOCK TABLE orders', 2)?.index, 3)
    assert.equal(locate(script, 'VACUUM'), null)
  })

  it('knows who took a lock in the same transaction', () => {
    const lock = { relation: 'orders', mode: 'AccessExclusiveLock', granted: true }
    const taker = (current: number) => takenBy(script, { current: script[current] ?? null, lock, running: '' })
    assert.deepEqual([taker(1)?.index, taker(2)?.index], [1, 3])
  })

  it('finds the taker within a string of several statements', () => {
    const lock = { relation: 'orders', mode: 'AccessExclusiveLock', granted: true }
    assert.equal(takenBy(script, { current: null, lock, running: 'BEGIN; LOCK TABLE orders; COMMIT' })?.index, 1)
  })

  it('can run on clones at once unless it changes what belongs to the server', () => {
    assert.equal(separationOf(script), 'apart')
    assert.equal(separationOf([statement(1, 'CREATE ROLE app')]), 'in-turn')
    assert.equal(separationOf([statement(1, 'create database other')]), 'once')
    assert.equal(separationOf([statement(1, 'ALTER TABLE orders ADD role text')]), 'apart')
  })
})

describe('waves of trials', () => {
  it('fill the room in order, and give what is too large a wave of its own', () => {
    const work = [3, 4, 2, 9, 1].map((sessions) => ({ sessions }))
    assert.deepEqual(
      wavesOf(work, 7).map((wave) => wave.map(({ sessions }) => sessions)),
      [[3, 4], [2], [9], [1]],
    )
    assert.deepEqual(wavesOf(work.slice(0, 2), 0).length, 2)
  })
})
