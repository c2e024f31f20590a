import assert from 'node:assert/strict'
import { waitingIn } from '../../../harness/locks/watcher/waiting.ts'
import { lock, ORDERS_INDEX, sample, waiting } from './seen.ts'

describe('who waits by the newest sample', () => {
  it('is nobody before the first, and where all have their locks', () => {
    const nobody = { sessions: 0, longestMs: 0, tables: [] }
    assert.deepEqual(waitingIn(null, 5_000), nobody)
    assert.deepEqual(waitingIn(sample(1_000, lock(1)), 5_000), nobody)
  })

  it('counts sessions, how long the first has waited, for which tables, and behind whom', () => {
    const seen = sample(2_000, lock(1), waiting(2, [1]), waiting(3, [1, 2], { waitingSinceMs: 1_500 }))
    const { mode, statement } = lock(1)
    const expected = { sessions: 2, longestMs: 2_140, tables: ['orders'], behind: { mode, statement } }
    assert.deepEqual(waitingIn(seen, 3_140.4), expected)
  })

  it('names the table of an index, counts a session once, and takes the look for a wait whose start is not known', () => {
    const seen = sample(
      2_000,
      waiting(2, [1], { waitingSinceMs: null, relation: ORDERS_INDEX }),
      waiting(2, [1], { waitingSinceMs: null, relation: null }),
    )
    assert.deepEqual(waitingIn(seen, 2_500), { sessions: 1, longestMs: 500, tables: ['orders'] })
  })
})
