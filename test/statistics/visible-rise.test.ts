import { deepEqual, equal } from 'node:assert/strict'
import { requestsToShow, visibleRise } from '../../harness/statistics/visible-rise.ts'

const TEN_ENDPOINTS = { sigma: 0.8, tail: 0.01, pairs: 30, alpha: 0.01 }

describe('the smallest rise that would be shown', () => {
  it('is within a point of what simulated runs of ten endpoints showed: 45, 23 and 12 %', () => {
    const rises = [3_000, 10_000, 30_000].map((requests) => visibleRise(requests, TEN_ENDPOINTS))
    deepEqual(
      rises.map((rise) => Math.round(rise * 100)),
      [45, 23, 13],
    )
  })

  it('is shown by so many requests, and not by one fewer', () => {
    const requests = requestsToShow(0.25, TEN_ENDPOINTS)
    equal(visibleRise(requests, TEN_ENDPOINTS) <= 0.25, true)
    equal(visibleRise(requests - 1, TEN_ENDPOINTS) > 0.25, true)
  })

  it('grows with the spread of latencies and with what is tested beside it', () => {
    const base = visibleRise(10_000, TEN_ENDPOINTS)
    equal(visibleRise(10_000, { ...TEN_ENDPOINTS, sigma: 1.2 }) > base, true)
    equal(visibleRise(10_000, { ...TEN_ENDPOINTS, pairs: 300 }) > base, true)
    equal(visibleRise(10_000, { ...TEN_ENDPOINTS, tail: 0.05 }) < base, true)
  })
})
