import assert from 'node:assert/strict'
import { drawJourneys } from '../../../harness/traffic/replay/journeys.ts'
import { JOURNEYS, replayedEndpoint, replayOf } from './models.ts'

const BLOCKS = { blockMs: 5_000, seed: 7 }
const home = replayedEndpoint('GET /home', 0)
const orders = replayedEndpoint('GET /orders/:id', 0)

function draw(endpoints = [home, orders]) {
  return drawJourneys(replayOf(endpoints, JOURNEYS), JOURNEYS, BLOCKS)
}

describe('journeys drawn from a transition matrix', () => {
  it('go from endpoint to endpoint as often as the matrix says', () => {
    const { journeys, arrivals } = draw()
    const whole = journeys.slice(arrivals.underWay)
    const steps = whole.flatMap((journey) =>
      journey.map(([, endpoint], at) => [endpoint, journey[at + 1]?.[1] ?? null]),
    )
    const fromHome = steps.filter(([from]) => from === 0)
    const onward = fromHome.filter(([, to]) => to === 1).length / fromHome.length
    assert.ok(whole.length >= 500)
    assert.ok(Math.abs(onward - 0.5) <= 0.02, `onward ${onward}`)
    assert.ok(whole.every(([first]) => first?.[0] === 0 && first[1] === 0))
  })

  it('are under way at the epoch already, so that the first second sends as much as any other', () => {
    const { journeys, arrivals } = draw()
    const { underWay = 0, offsetsMs } = arrivals
    const counts = new Array<number>(20).fill(0)
    for (const [index, journey] of journeys.entries()) {
      let atMs = index < underWay ? 0 : (offsetsMs[index - underWay] ?? 0)
      for (const [thinkMs] of journey) {
        atMs += thinkMs
        const second = Math.floor(atMs / 1000)
        if (second < 20) counts[second] = (counts[second] ?? 0) + 1
      }
    }
    assert.ok(underWay > 20, `under way ${underWay}`)
    const [first = 0, ...rest] = counts
    const mean = rest.reduce((sum, count) => sum + count, 0) / rest.length
    assert.ok(Math.abs(first / mean - 1) < 0.35, `${first} beside ${mean}`)
  })

  it('think where an endpoint is left out, and send nothing', () => {
    const { journeys } = draw([home])
    const numbers = new Set(journeys.flat().map(([, endpoint]) => endpoint))
    assert.deepEqual(numbers, new Set([0, -1]))
  })

  it('are refused before they fill the memory', () => {
    const think = { mean: 600_000, p50: 600_000, p90: 700_000 }
    const endless = {
      ...JOURNEYS,
      idleMs: 3_600_000,
      transitions: [{ from: 'GET /home', ends: 0, next: [{ to: 'GET /home', share: 1, thinkMs: think }] }],
    }
    assert.throws(() => drawJourneys(replayOf([home], endless), endless, BLOCKS), {
      code: 'spec-invalid',
      message: 'expected journeys of traffic.yaml with at most 3000000 requests drawn ahead, found more',
    })
  })

  it('are the same for the same seed', () => {
    assert.deepEqual(draw(), draw())
    assert.notDeepEqual(
      draw().journeys,
      drawJourneys(replayOf([home, orders], JOURNEYS), JOURNEYS, { ...BLOCKS, seed: 8 }).journeys,
    )
  })

  it('have VUs for all that are under way at once', () => {
    const { vus, arrivals } = draw()
    assert.ok(vus > (arrivals.underWay ?? 0), `${vus} VUs`)
  })
})
