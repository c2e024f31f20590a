import assert from 'node:assert/strict'
import { curveError, inFlight, productionInFlight } from '../../../harness/traffic/replay/in-flight.ts'
import { replayOf } from './models.ts'

const sent = (fromMs: number, toMs: number) => ({ endpoint: 'GET /home', fromMs, toMs })

describe('requests under way at once', () => {
  it('are counted for as long as each of them lasts within a stretch', () => {
    const requests = [sent(-500, 500), sent(0, 1000), sent(900, 1100), sent(1900, 2600)]
    const curve = inFlight(requests, { fromMs: 0, toMs: 2000, stretchMs: 1000 })
    assert.deepEqual(
      curve.map((one) => Number(one.toFixed(6))),
      [1.6, 0.2],
    )
  })

  it('are expected as production had them in the window, times the factor', () => {
    assert.deepEqual(productionInFlight(replayOf([])), [2, 4])
    assert.deepEqual(productionInFlight({ ...replayOf([]), factor: 0.5 }), [1, 2])
    assert.deepEqual(productionInFlight({ ...replayOf([]), window: 'log' }), [1])
    assert.equal(productionInFlight({ ...replayOf([]), concurrency: null }), null)
  })

  it('are compared as curves of any length, whatever the order', () => {
    assert.equal(curveError([4, 2], [2, 4]), 0)
    assert.equal(curveError([2, 2, 4, 4], [4, 2]), 0)
    assert.equal(curveError([3, 3], [2, 4]), 1 / 3)
    assert.equal(curveError([6], [3]), 1)
  })
})
