import { roundMs } from './sample.ts'

export interface Gaps {
  /** Notes that a sample was taken, or that somebody asks how long ago the last one was. */
  at(atMs: number): void
  summary(): {
    readonly gaps: readonly { readonly atMs: number; readonly lastedMs: number }[]
    readonly gapCount: number
    readonly longestGapMs: number
  }
}

/** The longest are kept, for they are what could have hidden a lock; the rest is counted. */
const KEPT = 100

/** Notes where more than twice the interval passed between two samples, from a beginning on. */
export function noteGaps(fromMs: number, intervalMs: number): Gaps {
  let lastMs = fromMs
  let gapCount = 0
  let gaps: { readonly atMs: number; readonly lastedMs: number }[] = []
  return {
    at(atMs) {
      const lastedMs = roundMs(atMs - lastMs)
      if (lastedMs > 2 * intervalMs) {
        gapCount++
        gaps.push({ atMs: lastMs, lastedMs })
        if (gaps.length > 2 * KEPT) gaps = longest(gaps)
      }
      lastMs = Math.max(lastMs, atMs)
    },
    summary: () => ({
      gaps: longest(gaps).sort((one, other) => one.atMs - other.atMs),
      gapCount,
      longestGapMs: Math.max(0, ...gaps.map(({ lastedMs }) => lastedMs)),
    }),
  }
}

function longest<G extends { readonly lastedMs: number }>(gaps: readonly G[]): G[] {
  return gaps.toSorted((one, other) => other.lastedMs - one.lastedMs).slice(0, KEPT)
}
