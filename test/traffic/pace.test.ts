import { equal, ok } from 'node:assert/strict'
import { Pace } from '../../harness/traffic/pace.ts'

/** Ten requests a second whose latency wobbles around what is said for their second. */
function paceOf(...perSecondMs: readonly number[]): Pace {
  const pace = new Pace()
  for (const [second, ms] of perSecondMs.entries())
    for (let request = 0; request < 10; request++)
      pace.add(second * 1_000 + request * 100, ms * (1 + 0.2 * Math.sin(second + 2.4 * request)))
  return pace
}

describe('the pace of requests', () => {
  it('has no slope where latency only wobbles', () => {
    const trend = paceOf(20, 20, 20, 20).trend(0, 4_000)
    equal(trend?.requests, 40)
    ok(Math.abs(trend.t) < 2 && Math.abs(trend.change) < 0.1)
  })

  it('says by how much latency fell, and that it is beyond chance', () => {
    const trend = paceOf(40, 34, 28, 24).trend(0, 4_000)
    ok(trend !== null && trend.t < -5)
    ok(trend.change < -0.35 && trend.change > -0.6, `${trend.change}`)
  })

  it('looks at the span that is asked for alone', () => {
    const trend = paceOf(400, 100, 20, 20, 20).trend(2_000, 5_000)
    equal(trend?.requests, 30)
    ok(Math.abs(trend.t) < 2)
  })

  it('tells nothing of a handful of requests, and forgets old ones', () => {
    equal(paceOf(20).trend(0, 4_000), null)
    const pace = paceOf(20, 20, 20)
    pace.add(200_000, 20)
    equal(pace.trend(0, 4_000), null)
  })
})
