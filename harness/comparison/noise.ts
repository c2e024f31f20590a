import type { Night } from './night.ts'

/** With fewer nights, the worst of them says little about the next. */
const LEAST_NIGHTS = 5
const HIGH = 0.9

/**
 * How much each endpoint rises in nights in which nothing was to change: its restored version against its baseline, both
 * of the same night, which ended in GO. Nine of ten nights are below the floor; endpoints with fewer than five nights have none.
 */
export function noiseOf(nights: readonly Night[]): Readonly<Record<string, number>> {
  const rises = new Map<string, number[]>()
  // A late generator or a rollback that restored nothing is no noise of the machine, and must not hide the next regression.
  const quiet = nights.filter(({ verdict }) => verdict === 'go')
  for (const { endpoint, baselineMs, restoredMs } of quiet.flatMap(({ endpoints }) => endpoints)) {
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
