import type { BlockSample, Triplets } from '../../harness/model/facts-of-judging.ts'
import { Histogram } from '../../harness/model/histogram.ts'
import { isHigh } from './kayenta.ts'

/** Endpoints that the rules of others would call worse, by index. */
export interface OtherAnswers {
  readonly kayenta: readonly number[]
  /** k6's threshold `p(99)<X` on the new version, X being a tenth, or a quarter, above what the old version had. */
  readonly tenth: readonly number[]
  readonly quarter: readonly number[]
}

/** Kayenta holds the p99 of each block of B against those of A1; k6 the p99 of B against a number. */
export function othersOn({ endpoints }: Triplets): OtherAnswers {
  const worse = (rule: (a1: readonly BlockSample[], b: readonly BlockSample[]) => boolean) =>
    endpoints.flatMap(({ a1, b }, index) => (rule(a1, b) ? [index] : []))
  const above = (factor: number) => worse((a1, b) => p99(b) >= p99(a1) * factor)
  return {
    kayenta: worse((a1, b) =>
      isHigh(
        a1.map((block) => p99([block])),
        b.map((block) => p99([block])),
      ),
    ),
    tenth: above(1.1),
    quarter: above(1.25),
  }
}

function p99(blocks: readonly BlockSample[]): number {
  const merged = new Histogram()
  for (const { latency } of blocks) merged.merge(Histogram.from({ ...latency, maxMs: Number.POSITIVE_INFINITY }))
  return merged.quantile(0.99) ?? 0
}
