import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { bestSplit, type Split } from './divergence.ts'

/** Where a series changed: `at` is the index of the first value after the change. */
export interface ChangePoint {
  readonly at: number
  readonly p: number
  /** Means of what lies between this change and its neighbours. */
  readonly before: number
  readonly after: number
}

export interface ChangeOptions {
  readonly seed: number
  /** A change is kept where its p is at most this. */
  readonly alpha?: number
  readonly permutations?: number
  /** Values that a segment has at least. */
  readonly shortest?: number
}

/**
 * Changes of distribution in a series, in order: e-divisive of Matteson and James (2014) with the energy distance.
 * Segments are split at the best place while permutations within segments finds that place better than chance; once a
 * split fails, none follows.
 */
export function changePoints(series: readonly number[], options: ChangeOptions): readonly ChangePoint[] {
  const { seed, alpha = 0.01, permutations = 499, shortest = 4 } = options
  const random = xoroshiro128plus(seed)
  const found: { at: number; p: number }[] = []
  for (;;) {
    const bounds = [0, ...found.map(({ at }) => at).sort((a, b) => a - b), series.length]
    const best = bestOfAll(series, bounds, shortest)
    if (best === null) break
    let atLeast = 1
    // What no further round can mend is settled: most series have no change, and so cost next to nothing.
    for (let round = 0; round < permutations && atLeast / (permutations + 1) <= alpha; round++) {
      const other = bestOfAll(
        shuffledWithin(series, bounds, (most) => uniformInt(random, 0, most)),
        bounds,
        shortest,
      )
      if (other !== null && other.divergence >= best.divergence * (1 - 1e-12)) atLeast++
    }
    const p = atLeast / (permutations + 1)
    if (p > alpha) break
    found.push({ at: best.at, p })
  }
  return described(series, found)
}

function bestOfAll(series: readonly number[], bounds: readonly number[], shortest: number): Split | null {
  let best: Split | null = null
  for (const [index, from] of bounds.slice(0, -1).entries()) {
    const split = bestSplit(series.slice(from, bounds[index + 1]), shortest)
    if (split !== null && split.divergence > Math.max(0, best?.divergence ?? 0))
      best = { ...split, at: from + split.at }
  }
  return best
}

function shuffledWithin(
  series: readonly number[],
  bounds: readonly number[],
  draw: (most: number) => number,
): readonly number[] {
  const shuffled = [...series]
  for (const [index, from] of bounds.slice(0, -1).entries()) {
    for (let at = (bounds[index + 1] ?? 0) - 1; at > from; at--) {
      const other = from + draw(at - from)
      const value = shuffled[at] as number
      shuffled[at] = shuffled[other] as number
      shuffled[other] = value
    }
  }
  return shuffled
}

function described(series: readonly number[], found: readonly { at: number; p: number }[]): readonly ChangePoint[] {
  const sorted = [...found].sort((a, b) => a.at - b.at)
  const mean = (from: number, to: number) => series.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from)
  return sorted.map(({ at, p }, index) => ({
    at,
    p,
    before: mean(sorted[index - 1]?.at ?? 0, at),
    after: mean(at, sorted[index + 1]?.at ?? series.length),
  }))
}
