import assert from 'node:assert/strict'
import { Histogram } from '../../harness/model/histogram.ts'
import type { Call } from '../../harness/partners/call.ts'
import { factsOf, PHASES } from './simulated.ts'

const from = PHASES[0]?.fromMs ?? 0
const to = PHASES[0]?.toMs ?? 0

const charge: Call = {
  atMs: from,
  tookMs: 20,
  phase: 'baseline',
  operation: 'PUT /charges/:id',
  method: 'PUT',
  path: '/charges/a',
  key: 'a',
  by: 'Idempotency-Key',
  logical: 1,
  attempt: 1,
  status: 503,
  fault: true,
}

async function retriesOf(calls: readonly Call[]) {
  const facts = await factsOf(calls)
  const [fact] = facts.filter((one) => one.kind === 'partner.calls' && one.phase === 'baseline')
  if (fact?.kind !== 'partner.calls' || fact.retries === undefined) assert.fail('expected retries in baseline')
  return { ...fact.retries, delays: fact.retries.delays.map((data) => Histogram.from(data).maxMs) }
}

describe('how an operation was retried', () => {
  it('is told by its logical calls, with delays that leave out the time an answer took', async () => {
    const seen = await retriesOf([
      charge,
      { ...charge, atMs: from + 520, attempt: 2, tookMs: 30 },
      { ...charge, atMs: from + 2_050, attempt: 3, status: 201, fault: false },
      { ...charge, logical: 2, key: 'b', atMs: from + 100, status: 201, fault: false },
    ])
    assert.deepEqual(seen.delays, [500, 1_500])
    assert.deepEqual(seen.attempts, [0, 0, 1])
    assert.deepEqual([seen.failedFirst, seen.givenUp, seen.timed], [1, 0, 1])
    assert.deepEqual(seen.keyedBy, { 'Idempotency-Key': 1 })
  })

  it('is told whatever the order in which answers were given', async () => {
    const impatient = { ...charge, tookMs: 900 }
    const seen = await retriesOf([{ ...charge, atMs: from + 400, attempt: 2, status: 201 }, impatient])
    assert.deepEqual(seen.attempts, [0, 1])
    // The client did not wait for the first answer, so that nothing is known of its delay.
    assert.deepEqual(seen.delays, [null])
  })

  it('leaves out failures near the end, whose further attempts may have been cut off', async () => {
    const seen = await retriesOf([
      { ...charge, atMs: from + 1_000 },
      { ...charge, atMs: from + 2_000, attempt: 2, status: 201 },
      { ...charge, logical: 2, key: 'b', atMs: to - 1_100 },
      { ...charge, logical: 3, key: 'c', atMs: to - 900 },
    ])
    assert.deepEqual([seen.failedFirst, seen.givenUp, seen.attempts], [2, 1, [1, 1]])
  })

  it('still counts what was given up where single calls took as long as the phase, or calls hung in a swap', async () => {
    const saved = (logical: number, atMs: number, delayMs: number): readonly Call[] => [
      { ...charge, logical, key: `${logical}`, atMs },
      { ...charge, logical, key: `${logical}`, atMs: atMs + delayMs, attempt: 2, status: 201 },
    ]
    const usual = Array.from({ length: 38 }, (_, index) => saved(index + 1, from + 100 * index, 500)).flat()
    const odd = [39, 40].flatMap((logical) => saved(logical, from + 100, to - from))
    const swapped = [41, 42, 43, 44]
      .flatMap((logical) => saved(logical, to + 100, to - from))
      .map((call) => ({ ...call, phase: 'upgrade' }))
    const lost = Array.from({ length: 10 }, (_, index) => ({
      ...charge,
      logical: 50 + index,
      key: `lost ${index}`,
      atMs: from + 1_000 * index,
    }))
    const seen = await retriesOf([...usual, ...odd, ...swapped, ...lost])
    assert.deepEqual([seen.failedFirst, seen.givenUp, seen.cutOff], [50, 10, undefined])
  })

  it('tells how many failures near the end were left out', async () => {
    const seen = await retriesOf([
      charge,
      { ...charge, atMs: from + 15_000, attempt: 2, status: 201 },
      { ...charge, logical: 2, key: 'b', atMs: from + 6_000 },
      { ...charge, logical: 3, key: 'c', atMs: from + 1_000 },
    ])
    assert.deepEqual([seen.failedFirst, seen.givenUp, seen.cutOff], [2, 1, 1])
  })

  it('counts a Retry-After as heeded when the client waited for it', async () => {
    const asking = { ...charge, status: 429, retryAfterMs: 1_000 }
    const seen = await retriesOf([
      asking,
      { ...charge, atMs: from + 1_020, attempt: 2, status: 201 },
      { ...asking, logical: 2, key: 'b', atMs: from + 5_000 },
      { ...charge, logical: 2, key: 'b', atMs: from + 5_900, attempt: 2, status: 201 },
    ])
    assert.deepEqual(seen.retryAfter, { asked: 2, honoured: 1 })
  })
})
