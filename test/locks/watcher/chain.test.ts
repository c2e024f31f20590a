import assert from 'node:assert/strict'
import { chainsOf } from '../../../harness/locks/watcher/chain.ts'
import { lock, waiting } from './seen.ts'

function heads(...locks: Parameters<typeof chainsOf>[0]): readonly (readonly [number, number])[] {
  return chainsOf(locks).map(({ waiter, head }) => [waiter.pid, head.pid])
}

describe('chainsOf', () => {
  it('follows a wait through others that wait to the one who waits for nobody', () => {
    assert.deepEqual(heads(lock(1), waiting(2, [1]), waiting(3, [2]), waiting(4, [3])), [
      [2, 1],
      [3, 1],
      [4, 1],
    ])
  })

  it('takes the oldest transaction of several that stand in the way', () => {
    const locks = [lock(1, { transactionStartedMs: 900 }), lock(5, { transactionStartedMs: 300 }), waiting(2, [1, 5])]
    assert.deepEqual(heads(...locks), [[2, 5]])
  })

  it('takes the strongest lock of the head', () => {
    const locks = [lock(1), lock(1, { mode: 'ShareLock' }), waiting(2, [1], { mode: 'RowExclusiveLock' })]
    assert.equal(chainsOf(locks)[0]?.head.mode, 'ShareLock')
  })

  it('finds no head of a deadlock, and ends', () => {
    assert.deepEqual(heads(lock(1), lock(2), waiting(1, [2]), waiting(2, [1])), [])
  })

  it('leaves out a wait whose head was gone when it was looked up', () => {
    assert.deepEqual(heads(waiting(2, [1])), [])
  })

  it('knows a prepared transaction, which has no session, as head', () => {
    assert.deepEqual(heads(lock(0), waiting(2, [0])), [[2, 0]])
  })
})
