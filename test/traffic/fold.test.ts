import assert from 'node:assert/strict'
import type { RecordedWrite } from '../../harness/traffic/acknowledged.ts'
import { Fold } from '../../harness/traffic/fold.ts'
import { summarise, withNeverBegun } from '../../harness/traffic/summary.ts'

const EPOCH = 1_000_000
const arrivals = { shop: { periodMs: 1000, offsetsMs: [100, 600] } }

describe('Fold', () => {
  it('attributes a request to the block in which it began, late ones to that in which they were due', () => {
    const { fold, begin, request } = staged()
    begin({ arrival: '1', busy: '1' }, 900)
    request({ endMs: EPOCH + 1600, latencyMs: 100 })
    request({ endMs: EPOCH + 1700, latencyMs: 50 })
    const [first, second] = fold.blocks(EPOCH, EPOCH + 2000).map((block) => summarise([block]))
    assert.equal(first?.endpoints[0]?.latency.maxMs, 1000)
    assert.equal(first?.lag.busyLate, 1)
    assert.equal(second?.endpoints[0]?.latency.maxMs, 50)
  })

  it('folds what stalled or failed into windows and counts failures', () => {
    const { fold, request } = staged()
    request({ endMs: EPOCH + 900, latencyMs: 600 })
    request({ endMs: EPOCH + 904, latencyMs: 5, failed: true })
    const { stalls, endpoints } = summarise(fold.blocks(EPOCH, EPOCH + 1000))
    const parts = [
      { fromMs: EPOCH + 300, toMs: EPOCH + 900, stalled: 1, failed: 0, longestMs: 600 },
      { fromMs: EPOCH + 899, toMs: EPOCH + 904, stalled: 0, failed: 1, longestMs: 5 },
    ]
    assert.deepEqual(stalls, [
      { endpoint: 'GET /a', fromMs: EPOCH + 300, toMs: EPOCH + 904, stalled: 1, failed: 1, longestMs: 600, parts },
    ])
    assert.equal(endpoints[0]?.failed, 1)
  })

  it('counts a request as failed whose first connection gave no answer for longer than a stall', () => {
    const { fold, request } = staged()
    fold.states.enter('web 2', EPOCH)
    request({ endMs: EPOCH + 900, latencyMs: 600, sendingMs: 501 })
    request({ endMs: EPOCH + 910, latencyMs: 600, sendingMs: 500 })
    // A body takes as long to write as the service takes to read it.
    request({ method: 'POST', endMs: EPOCH + 920, latencyMs: 600, sendingMs: 590 })
    const { endpoints, stalls } = summarise(fold.blocks(EPOCH, EPOCH + 1000))
    assert.deepEqual(
      endpoints.map(({ endpoint, requests, failed }) => [endpoint, requests, failed]),
      [
        ['GET /a', 2, 1],
        ['POST /a', 1, 0],
      ],
    )
    // The state in which it was answered is not the one that lost it.
    assert.deepEqual(
      fold.states.take().flatMap(({ failures }) => failures),
      [],
    )
    assert.deepEqual(
      stalls.map(({ stalled, failed }) => [stalled, failed]),
      [
        [2, 1],
        [1, 0],
      ],
    )
  })

  it('leaves out requests of setup, and tells of those that the block list refused', () => {
    const { fold, request, refused } = staged()
    request({ scenario: '', endMs: EPOCH + 10, latencyMs: 1 })
    request({ scenario: '', endMs: EPOCH + 10, latencyMs: 0, errorCode: '1110', failed: true })
    assert.deepEqual(summarise(fold.blocks(EPOCH, EPOCH + 1000)).endpoints, [])
    assert.deepEqual(refused, [['http://127.0.0.1/a', '']])
  })

  it('tells each write with what its VU had asked for last, its content and whether it was answered', () => {
    const { request, acknowledge, writes } = staged()
    request({ method: 'POST', name: 'POST /orders', vu: 1, endMs: EPOCH + 10, latencyMs: 1 })
    request({ method: 'PUT', name: 'http://127.0.0.1/payments/7', vu: 2, endMs: EPOCH + 11, latencyMs: 1 })
    acknowledge({ vu: '1', ledger: 'orders', key: 'a%26b', content: '0f.-' })
    acknowledge({ vu: '2', ledger: 'payments', key: '7', unanswered: '1' })
    assert.deepEqual(writes, [
      { ledger: 'orders', key: 'a&b', atMs: EPOCH, endpoint: 'POST /orders', content: ['0f', '-'] },
      { ledger: 'payments', key: '7', atMs: EPOCH, endpoint: 'PUT /payments/:id', unanswered: true },
    ])
  })

  it('keeps requests over time as well, by when they were due, and what was dropped', () => {
    const { fold, begin, request } = staged()
    begin({ arrival: '1', busy: '1' }, 900)
    request({ endMs: EPOCH + 1600, latencyMs: 100 })
    request({ endMs: EPOCH + 1700, latencyMs: 50, failed: true })
    begin({ arrival: '3', dropped: '1' }, 0)
    const cells = fold.timeline.cellsOf('GET /a')
    assert.deepEqual(
      cells.map((cell) => [cell?.latency.maxMs, cell?.failed]),
      [
        [1000, 0],
        [50, 1],
      ],
    )
    assert.deepEqual(fold.timeline.dropped(), [0, 1])
  })

  it('counts arrivals that nobody began as dropped, once k6 has ended', () => {
    const { fold, begin } = staged()
    begin({ arrival: '0' }, 0)
    const blocks = fold.blocks(EPOCH, EPOCH + 2000)
    const { lag } = withNeverBegun(summarise(blocks), blocks, { arrivals, fromMs: 0, toMs: 2000 })
    assert.deepEqual([lag.iterations, lag.dropped, lag.droppedBusy], [1, 3, 3])
  })

  it('counts an iteration that still waits for its first answer at the end as dropped, but no young one', () => {
    const { fold, begin } = staged()
    begin({ arrival: '0', vu: '1' }, 0)
    begin({ arrival: '20', vu: '2' }, 0)
    fold.abandonWaiting(EPOCH + 11_000)
    assert.equal(summarise(fold.blocks(EPOCH, EPOCH + 11_000)).lag.dropped, 1)
  })
})

function staged() {
  const refused: (readonly [string, string])[] = []
  const writes: RecordedWrite[] = []
  const notice = {
    epoch: () => undefined,
    tick: () => undefined,
    acknowledged: (write: RecordedWrite) => writes.push(write),
    refused: (name: string, scenario: string) => refused.push([name, scenario]),
  }
  const fold = new Fold({ blockMs: 1000, stallMs: 500, arrivals, notice })
  const mark = { atMs: EPOCH, scenario: 'shop', check: '', metadata: new Map<string, string>() }
  fold.mark({ ...mark, metric: 'fulldress_epoch', value: EPOCH })
  const request = {
    scenario: 'shop',
    method: 'GET',
    name: 'http://127.0.0.1/a',
    vu: 1,
    sendingMs: 0,
    errorCode: '',
    failed: false,
  }
  return {
    fold,
    refused,
    writes,
    acknowledge: (about: Readonly<Record<string, string>>) =>
      fold.mark({ ...mark, metric: 'fulldress_acknowledged', value: 1, metadata: new Map(Object.entries(about)) }),
    begin: (about: Readonly<Record<string, string>>, lagMs: number) =>
      fold.mark({
        ...mark,
        metric: 'fulldress_start',
        value: lagMs,
        metadata: new Map(Object.entries({ vu: '1', ...about })),
      }),
    request: (about: Partial<typeof request> & { endMs: number; latencyMs: number }) =>
      fold.request({ ...request, ...about }),
  }
}
