import assert from 'node:assert/strict'
import { Attempts } from '../../harness/partners/attempts.ts'

const call = { operation: 'PUT /charges/:id', key: 'a', keyed: true, atMs: 1_000 }

describe('attempts at a logical call', () => {
  it('are counted by the key that the client sends, whatever came back', () => {
    const attempts = new Attempts()
    const first = attempts.arrive(call)
    first.answered(201)
    assert.equal(first.attempt, 1)
    assert.equal(attempts.arrive({ ...call, atMs: 1_500 }).attempt, 2)
    assert.equal(attempts.arrive({ ...call, atMs: 3_000 }).attempt, 3)
  })

  it('begin anew for another key and for another operation', () => {
    const attempts = new Attempts()
    attempts.arrive(call)
    assert.equal(attempts.arrive({ ...call, key: 'b' }).attempt, 1)
    assert.equal(attempts.arrive({ ...call, operation: 'DELETE /charges/:id' }).attempt, 1)
  })

  it('begin anew a minute after the last one', () => {
    const attempts = new Attempts()
    attempts.arrive(call)
    assert.equal(attempts.arrive({ ...call, atMs: 61_000 }).attempt, 2)
    assert.equal(attempts.arrive({ ...call, atMs: 121_001 }).attempt, 1)
  })

  it('without a key follow only a call that failed', () => {
    const attempts = new Attempts()
    const keyless = { ...call, key: '/hooks/alerts', keyed: false }
    attempts.arrive(keyless).answered(200)
    const second = attempts.arrive(keyless)
    assert.equal(second.attempt, 1)
    second.answered(503)
    assert.equal(attempts.arrive(keyless).attempt, 2)
  })
})
