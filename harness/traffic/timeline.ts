import { Histogram } from '../model/histogram.ts'
import { type DrawnQuantile, type EndpointTimeline, REQUESTS_TO_DRAW, type Timeline } from '../model/timeline.ts'
import type { Cell, TimelineFold } from './timeline-fold.ts'

const SHARES: Readonly<Record<DrawnQuantile, number>> = { p50Ms: 0.5, p95Ms: 0.95, p99Ms: 0.99 }

/** A quantile of more than this tells nothing of any moment in it. */
const LONGEST_WINDOW_MS = 60_000

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
  const window = { parts, most: Math.max(1, Math.floor(LONGEST_WINDOW_MS / stretchMs)) }
  const cells = endpoints.toSorted().map((endpoint) => [endpoint, fold.cellsOf(endpoint)] as const)
  const all = Array.from({ length }, (_, at) => together(cells.flatMap(([, some]) => some[at] ?? [])))
  return {
    stretches: Array.from({ length }, (_, at) => ({
      fromMs: epochMs + at * stretchMs,
      toMs: epochMs + (at + 1) * stretchMs,
    })),
    endpoints: cells.map(([endpoint, some]) => endpointTimeline(endpoint, some, window)),
    all: endpointTimeline('all endpoints', all, window),
    dropped: fold.dropped(),
  }
}

function partsBetween(borders: readonly number[], length: number): readonly Part[] {
  const inside = borders.filter((at) => at > 0 && at < length)
  const all = [...new Set([0, ...inside, length])].toSorted((one, other) => one - other)
  return all.slice(1).map((end, index) => ({ from: all[index] ?? 0, end }))
}

function together(cells: readonly Cell[]): Cell {
  const sum = { latency: new Histogram(), failed: 0 }
  for (const { latency, failed } of cells) {
    sum.latency.merge(latency)
    sum.failed += failed
  }
  return sum
}

interface Windowing {
  readonly parts: readonly Part[]
  /** Most stretches that a quantile is taken of. */
  readonly most: number
}

function endpointTimeline(
  endpoint: string,
  cells: readonly (Cell | undefined)[],
  windowing: Windowing,
): EndpointTimeline {
  const quantiles = (quantile: DrawnQuantile) => {
    const values: (number | null)[] = cells.map(() => null)
    for (const part of windowing.parts) {
      for (const window of windowsOf(cells, part, { least: REQUESTS_TO_DRAW[quantile], most: windowing.most }))
        values.fill(rounded(window.latency.quantile(SHARES[quantile])), window.from, window.end)
    }
    return values
  }
  return {
    endpoint,
    requests: cells.map((cell) => cell?.latency.count ?? 0),
    failed: cells.map((cell) => cell?.failed ?? 0),
    longestMs: cells.map((cell) => rounded(cell?.latency.maxMs ?? null)),
    p50Ms: quantiles('p50Ms'),
    p95Ms: quantiles('p95Ms'),
    p99Ms: quantiles('p99Ms'),
  }
}

interface Window extends Part {
  readonly latency: Histogram
}

/** Neighbouring stretches that have enough requests together. What is left over at the end goes to the last of them. */
function windowsOf(
  cells: readonly (Cell | undefined)[],
  { from, end }: Part,
  { least, most }: { readonly least: number; readonly most: number },
): readonly Window[] {
  const windows: Window[] = []
  let open = { from, latency: new Histogram() }
  for (let at = from; at < end; at++) {
    const latency = cells[at]?.latency
    if (latency !== undefined) open.latency.merge(latency)
    const enough = open.latency.count >= least
    if (!enough && at + 1 - open.from < most) continue
    if (enough) windows.push({ ...open, end: at + 1 })
    open = { from: at + 1, latency: new Histogram() }
  }
  const last = windows.at(-1)
  if (last === undefined || last.end !== open.from || open.from === end || end - last.from > most) return windows
  last.latency.merge(open.latency)
  return [...windows.slice(0, -1), { ...last, end }]
}

/** Three figures are as many as anybody can read off. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : Number(ms.toPrecision(3))
}
