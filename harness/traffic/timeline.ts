import type { DrawnQuantile, EndpointTimeline, Timeline } from '../model/timeline.ts'
import { areEnoughFor } from '../model/told-quantile.ts'
import { quantileOf } from './latencies.ts'
import type { Cell, TimelineFold } from './timeline-fold.ts'

const SHARES: Readonly<Record<DrawnQuantile, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 }

/** Stretches from one to before another. */
interface Part {
  readonly from: number
  readonly end: number
}

/** What was folded, as a timeline; no quantile is taken across the times (epoch ms) at which an act begins or ends. */
export function timelineOf(
  fold: TimelineFold,
  { epochMs, bordersMs }: { readonly epochMs: number; readonly bordersMs: readonly number[] },
): Timeline {
  const { length, stretchMs, endpoints } = fold
  const parts = partsBetween(
    bordersMs.map((atMs) => Math.round((atMs - epochMs) / stretchMs)),
    length,
  )
  const cells = endpoints
    .toSorted()
    .map((endpoint) => [endpoint, fold.cellsOf(endpoint).map((cell) => (cell === undefined ? [] : [cell]))] as const)
  const all = Array.from({ length }, (_, at) => cells.flatMap(([, some]) => some[at] ?? []))
  return {
    stretches: Array.from({ length }, (_, at) => ({
      fromMs: epochMs + at * stretchMs,
      toMs: epochMs + (at + 1) * stretchMs,
    })),
    endpoints: cells.map(([endpoint, some]) => endpointTimeline(endpoint, some, parts)),
    all: endpointTimeline('all endpoints', all, parts),
    dropped: fold.dropped(),
  }
}

function partsBetween(borders: readonly number[], length: number): readonly Part[] {
  const inside = borders.filter((at) => at > 0 && at < length)
  const all = [...new Set([0, ...inside, length])].toSorted((one, other) => one - other)
  return all.slice(1).map((end, index) => ({ from: all[index] ?? 0, end }))
}

/** What is told as one, stretch by stretch: the cells of one endpoint, or of all. */
type Cells = readonly (readonly Cell[])[]

function endpointTimeline(endpoint: string, cells: Cells, parts: readonly Part[]): EndpointTimeline {
  const requests = cells.map((some) => some.reduce((sum, { latency }) => sum + latency.count, 0))
  const quantiles = (quantile: DrawnQuantile) => {
    const values: (number | null)[] = cells.map(() => null)
    for (const part of parts) {
      for (const { from, end } of windowsOf(requests, part, (count) => areEnoughFor(quantile, count))) {
        const within = cells.slice(from, end).flatMap((some) => some.map(({ latency }) => latency))
        values.fill(rounded(quantileOf(within, SHARES[quantile])), from, end)
      }
    }
    return values
  }
  return {
    endpoint,
    requests,
    failed: cells.map((some) => some.reduce((sum, { failed }) => sum + failed, 0)),
    longestMs: cells.map((some) => rounded(longestOf(some))),
    p50Ms: quantiles('p50'),
    p95Ms: quantiles('p95'),
    p99Ms: quantiles('p99'),
  }
}

function longestOf(cells: readonly Cell[]): number | null {
  return cells.reduce<number | null>((most, { latency }) => Math.max(most ?? 0, latency.maxMs ?? 0), null)
}

/**
 * Neighbouring stretches that have enough requests together, be it the whole act: a line then says no less than its
 * table. What is left over at the end goes to the last of them.
 */
function windowsOf(
  requests: readonly number[],
  { from, end }: Part,
  areEnough: (count: number) => boolean,
): readonly Part[] {
  const windows: Part[] = []
  let [open, count] = [from, 0]
  for (let at = from; at < end; at++) {
    count += requests[at] ?? 0
    if (!areEnough(count)) continue
    windows.push({ from: open, end: at + 1 })
    open = at + 1
    count = 0
  }
  const last = windows.at(-1)
  return last === undefined ? [] : [...windows.slice(0, -1), { from: last.from, end }]
}

/** Three figures are as many as anybody can read off. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : Number(ms.toPrecision(3))
}
