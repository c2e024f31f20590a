import type { EndpointTimeline, Timeline } from '../../model/timeline.ts'
import type { Axis } from './axis.ts'
import type { ChartData, ChartSeries, Values } from './chart-shape.ts'
import { exclusiveSpans, type Lanes } from './lanes.ts'

/** Packs the curves for the page's script. */
export function chartData(axis: Axis, timeline: Timeline, lanes: Lanes): ChartData {
  const seconds = (atMs: number) => Math.round(atMs - axis.fromMs) / 1_000
  const [first] = timeline.stretches
  return {
    to: seconds(axis.toMs),
    acts: axis.acts.map(({ name, fromMs, toMs }) => ({ name, from: seconds(fromMs), to: seconds(toMs) })),
    exclusive: exclusiveSpans(lanes).map(({ fromMs, toMs }) => [seconds(fromMs), seconds(toMs)]),
    first: first === undefined ? 0 : seconds(first.fromMs),
    stretch: first === undefined ? 1 : (first.toMs - first.fromMs) / 1_000,
    dropped: inRuns(timeline.dropped),
    series: [timeline.all, ...timeline.endpoints].map(seriesOf),
  }
}

function seriesOf({ requests, failed, longestMs, p50Ms, p95Ms, p99Ms }: EndpointTimeline): ChartSeries {
  return {
    requests: inRuns(requests),
    failed: inRuns(failed),
    longestMs: inRuns(longestMs),
    p50Ms: inRuns(p50Ms),
    p95Ms: inRuns(p95Ms),
    p99Ms: inRuns(p99Ms),
  }
}

/** Sixty endpoints have a hundred thousand values, and most quantiles stand for many stretches. */
export function inRuns(values: readonly (number | null)[]): Values {
  const runs: (number | null)[] = []
  for (const value of values) {
    if (runs.length > 0 && runs.at(-2) === value) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
    else runs.push(value, 1)
  }
  return runs.length < values.length ? { runs } : values
}
