import type { EndpointTimeline, Timeline } from '../../harness/model/timeline.ts'
import { between, noise, times } from './noise.ts'
import { endpointName, type Size, spansOf } from './size.ts'

const STRETCH_MS = 4_000

/** From warm-up to restored, as long a stretch as half an hour of 60 endpoints is kept in. */
export function timelineOf(size: Size): Timeline {
  const { baseline, restored } = spansOf(size)
  const count = Math.ceil((restored.toMs - baseline.fromMs) / STRETCH_MS)
  const stretches = times(count, (index) => ({
    fromMs: baseline.fromMs + index * STRETCH_MS,
    toMs: baseline.fromMs + (index + 1) * STRETCH_MS,
  }))
  return {
    stretches,
    endpoints: times(size.endpoints, (index) => endpointOver(endpointName(index), index, count)),
    all: endpointOver('all', 997, count),
    dropped: times(count, () => 0),
  }
}

/** A quantile is that of as many neighbours as have the requests for it, so these have the same. */
function endpointOver(endpoint: string, index: number, count: number): EndpointTimeline {
  const values = (low: number, high: number, shared: number) =>
    times(count, (place) => Math.round(between(index * 997 + Math.floor(place / shared), low, high)))
  return {
    endpoint,
    requests: values(16, 64, 1),
    failed: times(count, (place) => (noise(index * 31 + place) > 0.99 ? 1 : 0)),
    longestMs: values(90, 600, 1),
    p50Ms: values(4, 40, 1),
    p95Ms: values(40, 120, 5),
    p99Ms: index === 997 ? values(90, 200, 8) : times(count, () => null),
  }
}
