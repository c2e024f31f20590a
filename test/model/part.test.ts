import assert from 'node:assert/strict'
import { partInWords, shareOf } from '../../harness/model/part.ts'

const timed = { doing: 'warm-up', fromMs: 1_000, untilMs: 5_000 }
const counted = { doing: 'loading', done: 3, of: 20, unit: 'statements' }

describe('a part of an act whose length is known', () => {
  it('is told by what is done of it', () => {
    assert.equal(partInWords(timed, 2_000), 'warm-up, 1.0 s of 4.0 s')
    assert.equal(partInWords(counted, 0), 'loading, 3 of 20 statements')
    assert.deepEqual([shareOf(timed, 2_000), shareOf(counted, 0)], [0.25, 0.15])
  })

  it('that takes longer than it was to is no more than done, and says so', () => {
    assert.equal(shareOf(timed, 9_000), 1)
    assert.equal(partInWords(timed, 9_000), 'warm-up, 8.0 s, expected 4.0 s')
  })

  it('is none before it begins, and all where there is nothing to do', () => {
    assert.equal(shareOf(timed, 0), 0)
    assert.equal(partInWords(timed, 0), 'warm-up, 0.0 s of 4.0 s')
    assert.equal(shareOf({ ...counted, done: 0, of: 0 }, 0), 1)
  })
})
