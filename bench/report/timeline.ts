import type { Timeline } from '../../harness/model/timeline.ts'
import { between, noise, times } from './noise.ts'
import { endpointName, type Size, spansOf } from './size.ts'

/** From warm-up to restored: stretches of 5 s, and of a second in the transitions. */
export function timelineOf(size: Size): Timeline {
  const { baseline, upgrade, soak, rollback, restored } = spansOf(size)
  const stretches = [baseline, upgrade, soak, rollback, restored].flatMap(({ fromMs, toMs }, index) => {
    const lastingMs = index % 2 === 1 ? 1_000 : 5_000
    return times(Math.ceil((toMs - fromMs) / lastingMs), (place) => ({
      fromMs: fromMs + place * lastingMs,
      toMs: Math.min(toMs, fromMs + (place + 1) * lastingMs),
    }))
  })
  return {
    stretches,
    endpoints: times(size.endpoints, (index) => {
      const of = (low: number, high: number) =>
        stretches.map((_, place) => Math.round(between(index * 997 + place, low, high)))
      return {
        endpoint: endpointName(index),
        requests: of(20, 80),
        failed: stretches.map((_, place) => (noise(index * 31 + place) > 0.99 ? 1 : 0)),
        p50Ms: of(4, 40),
        p95Ms: stretches.map(() => null),
        p99Ms: stretches.map(() => null),
      }
    }),
  }
}
