import assert from 'node:assert/strict'
import { dueTimes } from '../../harness/traffic/due-times.ts'

describe('the times at which arrivals are due', () => {
  const orders = { periodMs: 100, offsetsMs: [10, 60] }
  const journeys = { periodMs: 1000, offsetsMs: [55], underWay: 2 }

  it('are those of all scenarios, in order, period after period', () => {
    const next = dueTimes([orders, journeys])
    const due: number[] = []
    for (let atMs = -1; due.length < 7; atMs = due.at(-1) ?? 0) due.push(next(atMs))
    assert.deepEqual(due, [0, 10, 55, 60, 110, 160, 210])
  })

  it('leave out what was due while nobody asked', () => {
    const next = dueTimes([orders])
    assert.equal(next(0), 10)
    assert.equal(next(10_000_025), 10_000_060)
  })

  it('never come where nothing is on a schedule', () => {
    assert.equal(dueTimes([])(0), Number.POSITIVE_INFINITY)
  })
})
