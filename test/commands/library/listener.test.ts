import assert from 'node:assert/strict'
import { listener } from '../../../harness/commands/library/listener.ts'
import type { Entry } from '../../../harness/model/evidence.ts'

const entry = (seq: number): Entry => ({ seq, at: '2026-11-21T00:00:00.000Z', kind: 'interrupted', signal: 'SIGTERM' })

describe('a caller’s function for entries', () => {
  it('is called with each of them, in order', () => {
    const heard: number[] = []
    const { hear, rethrow } = listener(({ seq }) => heard.push(seq))
    hear(entry(1))
    hear(entry(2))
    rethrow()
    assert.deepEqual(heard, [1, 2])
  })

  it('disturbs nothing by what it throws, which is thrown when all has ended', () => {
    let calls = 0
    const { hear, rethrow } = listener(() => {
      calls++
      throw new Error('mine')
    })
    hear(entry(1))
    hear(entry(2))
    assert.equal(calls, 1)
    assert.throws(rethrow, { message: 'mine' })
  })

  it('may be missing', () => {
    const { hear, rethrow } = listener(undefined)
    hear(entry(1))
    rethrow()
  })
})
