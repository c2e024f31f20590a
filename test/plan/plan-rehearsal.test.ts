import { deepEqual, equal } from 'node:assert/strict'
import { planRehearsal, steadyMs } from '../../harness/plan/plan-rehearsal.ts'
import { leastMs, resolutions } from '../../harness/plan/resolution.ts'
import { SPEC } from './spec.ts'

const planFor = (actTimeMs: number) => planRehearsal(SPEC, { actTimeMs })

describe('a plan', () => {
  it('cuts an act of 20 s into twelve blocks unless told otherwise', () => {
    const plan = planRehearsal(SPEC)
    deepEqual([plan.actTimeMs, plan.traffic.blockMs, plan.seed, plan.traffic.seed], [20_000, 1_667, 1, 1])
    equal(steadyMs(plan), 12 * 1_667)
  })

  it('keeps blocks between a second and half a minute', () => {
    const blocks = [1_000, 8_000, 12_000, 60_000, 360_000, 3_600_000].map((ms) => planFor(ms).traffic.blockMs)
    deepEqual(blocks, [1_000, 1_000, 1_000, 5_000, 30_000, 30_000])
  })

  it('warms up for half an act, 10 s at most, in whole blocks', () => {
    deepEqual(
      [1_000, 8_000, 12_000, 20_000, 60_000].map((ms) => planFor(ms).warmUpMs),
      [1_000, 4_000, 6_000, 10_002, 10_000],
    )
  })

  it('heeds the command line before the spec, and the spec before its own defaults', () => {
    const spec = { ...SPEC, timing: { actTimeMs: 60_000, blockMs: null, warmUpMs: 7_000, seed: 7 } }
    const said = planRehearsal(spec)
    deepEqual([said.actTimeMs, said.warmUpMs, said.seed], [60_000, 10_000, 7])
    const wished = planRehearsal(spec, { actTimeMs: 24_000, seed: 0 })
    deepEqual([wished.actTimeMs, wished.warmUpMs, wished.seed, wished.traffic.seed], [24_000, 8_000, 0, 0])
  })

  it('keeps single slow requests from the stall limit on', () => {
    equal(planRehearsal({ ...SPEC, limits: { ...SPEC.limits, stallMs: 700 } }).traffic.stallMs, 700)
  })
})

describe('what a plan can judge', () => {
  it('is the highest quantile with requests enough, exactly from the bound on', () => {
    const quantiles = (ratePerSecond: number) => {
      const [home] = resolutions(
        planRehearsal(
          {
            ...SPEC,
            traffic: { ...SPEC.traffic, scenarios: [{ name: 'home', script: '', exec: null, ratePerSecond, vus: 1 }] },
          },
          { actTimeMs: 10_000 },
        ),
      )
      return home?.quantile
    }
    deepEqual([500, 499.9, 100, 99.9, 10, 9.9, 2, 1.9].map(quantiles), [
      'p99',
      'p95',
      'p95',
      'p90',
      'p90',
      'p50',
      'p50',
      null,
    ])
  })

  it('is not known where the script decides how much it sends', () => {
    const stock = resolutions(planRehearsal(SPEC)).at(-1)
    deepEqual(stock, {
      scenario: 'stock',
      ratePerSecond: null,
      vus: null,
      arrivals: null,
      quantile: null,
      actTimeForP99Ms: null,
    })
  })
})

describe('how long a plan takes at least', () => {
  it('is warm-up, three steady acts, the waits of its steps and its mixtures of versions', () => {
    equal(leastMs(planFor(12_000)), 6_000 + 3 * 12_000 + 5_000 + 2 * 1_200)
  })

  it('is one steady act less where there is no way back', () => {
    equal(
      leastMs(
        planRehearsal({ ...SPEC, rollback: { way: 'none', reason: 'x', pointOfNoReturn: 'y' } }, { actTimeMs: 12_000 }),
      ),
      6_000 + 24_000 + 5_000 + 2 * 1_200,
    )
  })
})
