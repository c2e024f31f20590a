import type { EndpointSummary, EntryOf, Latency, StallPart, StallWindow } from '../model/evidence.ts'
import { Histogram } from '../model/histogram.ts'
import type { Block, CheckCount, EndpointBlock } from './block.ts'
import { type Arrivals, dueBetween } from './inside/arrivals.ts'
import { Stalls } from './stalls.ts'

/** What `traffic.phase` records of a phase, but for its name, its times and its side file. */
export type PhaseSummary = Pick<EntryOf<'traffic.phase'>, 'blocks' | 'endpoints' | 'lag' | 'checks' | 'stalls'>

/** What the blocks of one phase add up to, by name. */
export function summarise(blocks: readonly Block[]): PhaseSummary {
  const names = [...new Set(blocks.flatMap(({ endpoints }) => [...endpoints.keys()]))].sort()
  const partsOf = (name: string) => blocks.flatMap(({ endpoints }) => endpoints.get(name) ?? [])
  return {
    blocks: blocks.length,
    endpoints: names.map((name) => summariseEndpoint(name, partsOf(name))),
    lag: {
      iterations: sum(blocks, ({ iterations }) => iterations),
      idleP99Ms: round(merge(blocks.map(({ idleLag }) => idleLag)).quantile(0.99)),
      busyP99Ms: round(merge(blocks.map(({ busyLag }) => busyLag)).quantile(0.99)),
      busyLate: sum(blocks, ({ busyLate }) => busyLate),
      dropped: sum(blocks, ({ dropped }) => dropped),
      droppedBusy: sum(blocks, ({ droppedBusy }) => droppedBusy),
    },
    checks: mergeChecks(blocks),
    stalls: names.flatMap((name) => stallsOf(name, partsOf(name))),
  }
}

/**
 * Adds the arrivals that no VU ever came to begin: as good as dropped, while every VU waited. Only to be known when
 * k6 has ended, for until then they may still be begun late.
 */
export function withNeverBegun(
  summary: PhaseSummary,
  blocks: readonly Block[],
  scheduled: { arrivals: Readonly<Record<string, Arrivals>>; fromMs: number; toMs: number },
): PhaseSummary {
  const never = Object.entries(scheduled.arrivals).map(([scenario, arrivals]) => {
    const due = dueBetween(arrivals, scheduled.fromMs, scheduled.toMs)
    return Math.max(0, due - sum(blocks, ({ arrived }) => arrived.get(scenario) ?? 0))
  })
  const missing = never.reduce((total, count) => total + count, 0)
  const { lag } = summary
  return { ...summary, lag: { ...lag, dropped: lag.dropped + missing, droppedBusy: lag.droppedBusy + missing } }
}

function summariseEndpoint(endpoint: string, parts: readonly EndpointBlock[]): EndpointSummary {
  const latency = merge(parts.map((part) => part.latency))
  return { endpoint, requests: latency.count, failed: sum(parts, ({ failed }) => failed), latency: quantiles(latency) }
}

function quantiles(latency: Histogram): Latency {
  const at = (q: number) => round(latency.quantile(q))
  return { p50Ms: at(0.5), p90Ms: at(0.9), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: round(latency.maxMs) }
}

/** Windows that meet across two blocks become one. */
function stallsOf(endpoint: string, parts: readonly EndpointBlock[]): readonly StallWindow[] {
  const all = new Stalls()
  for (const part of parts) for (const window of part.stalls.windows) all.add(window)
  return all.windows.map(({ parts, ...window }) => ({ endpoint, ...whole(window), parts: parts.map(whole) }))
}

function whole({ fromMs, toMs, longestMs, ...counts }: StallPart): StallPart {
  return { fromMs: Math.round(fromMs), toMs: Math.round(toMs), ...counts, longestMs: Math.round(longestMs) }
}

function mergeChecks(blocks: readonly Block[]): readonly CheckCount[] {
  const merged = new Map<string, CheckCount>()
  for (const [key, count] of blocks.flatMap(({ checks }) => [...checks])) {
    const { passes, fails } = merged.get(key) ?? { passes: 0, fails: 0 }
    merged.set(key, { ...count, passes: passes + count.passes, fails: fails + count.fails })
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count)
}

function merge(histograms: readonly Histogram[]): Histogram {
  const merged = new Histogram()
  for (const histogram of histograms) merged.merge(histogram)
  return merged
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}

function round(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 100) / 100
}
