import assert from 'node:assert/strict'
import type { ScenarioDescription } from '../../harness/model/traffic.ts'
import { planScenarios } from '../../harness/traffic/scenarios.ts'
import type { ScriptOptions } from '../../harness/traffic/script-options.ts'

const BASE: ScenarioDescription = { name: 'shop', script: '/s.js', exec: null, ratePerSecond: null, vus: 5 }

describe('planScenarios', () => {
  it("plays a described function at the spec's rate", () => {
    const [planned] = plan({ exec: 'buy', ratePerSecond: 4 }, {})
    assert.deepEqual(planned, {
      name: 'shop',
      script: '/s.js',
      exec: 'buy',
      ratePerSecond: 4,
      vus: 5,
      env: {},
      tags: {},
      note: '',
    })
  })

  it("keeps env and tags of the script's scenario for the same function", () => {
    const scenarios = { mine: { executor: 'constant-vus', exec: 'buy', vus: 9, env: { A: '1' }, tags: { b: '2' } } }
    const [planned] = plan({ exec: 'buy', ratePerSecond: 4 }, { scenarios })
    assert.deepEqual([planned?.env, planned?.tags], [{ A: '1' }, { b: '2' }])
    assert.equal(planned?.note, "constant-vus replaced by an open schedule at the spec's rate")
  })

  it('turns arrival rates into open schedules, the ramping one at its peak', () => {
    const planned = plan(
      {},
      {
        scenarios: {
          steady: { executor: 'constant-arrival-rate', rate: 30, timeUnit: '1m', preAllocatedVUs: 8 },
          ramp: {
            executor: 'ramping-arrival-rate',
            startRate: 0,
            stages: [{ duration: '1m30s', target: 10 }],
            startTime: '5s',
          },
        },
      },
    )
    assert.deepEqual(
      planned.map(({ name, ratePerSecond, vus, note }) => ({ name, ratePerSecond, vus, note })),
      [
        {
          name: 'steady',
          ratePerSecond: 0.5,
          vus: 8,
          note: 'constant-arrival-rate replaced by an open schedule at its rate',
        },
        {
          name: 'ramp',
          ratePerSecond: 10,
          vus: 5,
          note: 'ramping-arrival-rate replaced by an open schedule at its peak rate, 10/s (its mean is 5/s); startTime 5s is ignored',
        },
      ],
    )
  })

  it('refuses rates of a script that no machine sends', () => {
    const flood = (rate: number) => ({ scenarios: { flood: { executor: 'constant-arrival-rate', rate } } })
    assert.equal(plan({}, flood(100_000))[0]?.ratePerSecond, 100_000)
    assert.throws(() => plan({}, flood(100_001)), {
      code: 'script-broken',
      message: 'expected executors of the scripts with at most 100000 iterations per second, found 100001',
      hint: "lower it in the script's options, or give the scenario a `rate` in the spec",
    })
  })

  it('keeps executors that count VUs as closed loops, and says what these hide', () => {
    const [planned] = plan({}, { vus: 2, stages: [{ duration: '10s', target: 7 }] })
    assert.equal(planned?.ratePerSecond, null)
    assert.equal(planned?.vus, 7)
    assert.equal(
      planned?.note,
      'ramping-vus replaced by constant-vus: a closed loop of 7 VUs for the whole run, which hides stalls; give it a rate in the spec',
    )
  })

  it("splits the spec's rate over a script's scenarios as their own rates are", () => {
    const arrival = (rate: number) => ({ executor: 'constant-arrival-rate', rate })
    const planned = plan({ ratePerSecond: 8 }, { scenarios: { a: arrival(30), b: arrival(10) } })
    assert.deepEqual(
      planned.map(({ ratePerSecond }) => ratePerSecond),
      [6, 2],
    )
  })

  it('keeps names unique where two scripts share one', () => {
    const scenarios = { main: { executor: 'constant-vus', vus: 1 } }
    const planned = planScenarios([BASE, { ...BASE, name: 'bank', script: '/t.js' }], () => ({ scenarios }))
    assert.deepEqual(
      planned.map(({ name }) => name),
      ['main', 'bank_main'],
    )
  })
})

function plan(description: Partial<ScenarioDescription>, options: ScriptOptions) {
  return planScenarios([{ ...BASE, ...description }], () => options)
}
