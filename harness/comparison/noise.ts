import type { Night } from './night.ts'

/** With fewer nights, the worst of them says little about the next. */
const LEAST_NIGHTS = 5
const HIGH = 0.9

/**
 * How much each endpoint rises in nights in which nothing was to change: its restored version against its baseline, both
 * of the same night. Nine of ten nights are below the floor; endpoints with fewer than five nights have none.
 */
export function noiseOf(nights: readonly Night[]): Readonly<Record<string, number>> {
  const rises = new Map<string, number[]>()
  for (const { endpoint, baselineMs, restoredMs } of nights.flatMap(({ endpoints }) => endpoints)) {
    if (restoredMs === null || baselineMs <= 0) continue
    rises.set(endpoint, [...(rises.get(endpoint) ?? []), Math.max(0, restoredMs / baselineMs - 1)])
  }
  const known = [...rises].filter(([, some]) => some.length >= LEAST_NIGHTS)
  return Object.fromEntries(known.map(([endpoint, some]) => [endpoint, quantile(some)]))
}

function quantile(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return Number((sorted[Math.ceil(HIGH * sorted.length) - 1] ?? 0).toFixed(4))
}
