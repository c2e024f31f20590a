import assert from 'node:assert/strict'
import { lasting, wholeMs } from '../../harness/checks/wording.ts'

describe('how long something lasted', () => {
  it('is said in the unit that one reads it in', () => {
    assert.deepEqual([0.4, 9_999, 10_000, 63_504, 119_900, 428_643].map(lasting), [
      ...['0 ms', '9999 ms', '10.0 s', '63.5 s', '119.9 s', '7 min 9 s'],
    ])
    assert.deepEqual([500, 428_643].map(wholeMs), ['500 ms', '7 min 9 s'])
  })
})
