import assert from 'node:assert/strict'
import { callersOf, encloseCalls } from '../../harness/partners/callers.ts'
import type { LogicalCall } from '../../harness/partners/logical-calls.ts'

/** Two attempts 500 ms apart, the second answered after 20 ms. */
function retried(atMs: number): LogicalCall {
  const attempt = { phase: 'baseline', tookMs: 20, failed: true, retryAfterMs: null }
  const attempts = [
    { ...attempt, attempt: 1, atMs },
    { ...attempt, attempt: 2, atMs: atMs + 500, failed: false },
  ]
  return { operation: 'PUT /charges/:id', by: 'Idempotency-Key', attempts }
}

const calls = Array.from({ length: 8 }, (_, n) => retried(10_000 + n * 1_700))
const requests = (endpoint: string, before: number, after: number) =>
  calls.map(({ attempts: [first] }) => ({
    endpoint,
    fromMs: (first?.atMs ?? 0) - before,
    toMs: (first?.atMs ?? 0) + 520 + after,
  }))

async function callers(...all: ReturnType<typeof requests>[]) {
  return callersWhen(0, all.flat())
}

async function callersWhen(lateMs: number, all: ReturnType<typeof requests>) {
  return callersOf([...(await encloseCalls(calls, { requests: all, lateMs })).values()])
}

describe('who calls a stand-in', () => {
  it('is the endpoint whose requests begin and end with the calls', async () => {
    const [mine, ...others] = await callers(requests('POST /payments', 5, 10), requests('GET /home', -100, -200))
    assert.deepEqual(mine, { endpoint: 'POST /payments', calls: 8, byChance: 0 })
    assert.deepEqual(others, [])
  })

  it('is none whose requests are merely under way for long', async () => {
    assert.deepEqual(await callers(requests('GET /report', 3_000, 3_000)), [])
    assert.deepEqual(await callers(requests('GET /late', 5, 251), requests('GET /early', 256, 10)), [])
    assert.equal((await callers(requests('GET /just', 250, 250))).length, 1)
    assert.equal((await callersWhen(60, requests('GET /late', 5, 300))).length, 1)
    assert.equal((await callersWhen(60, requests('GET /late', 5, 301))).length, 0)
  })

  it('counts each call for one endpoint only, and says how many it would be by chance', async () => {
    const always = Array.from({ length: 400 }, (_, n) => ({
      endpoint: 'GET /slow',
      fromMs: 5_000 + n * 50,
      toMs: 5_600 + n * 50,
    }))
    assert.deepEqual(await callers(requests('POST /payments', 5, 10).slice(0, 6), always), [
      { endpoint: 'GET /slow', calls: 8, byChance: 8 },
    ])
  })

  it('is not asked of calls that were not retried or are too short to tell', async () => {
    const [first] = calls[0]?.attempts ?? []
    const once = { ...retried(1_000), attempts: first === undefined ? [] : [first] }
    assert.equal((await encloseCalls([once], { requests: [], lateMs: 0 })).size, 0)
  })
})
