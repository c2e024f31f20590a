import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { bucketsOf } from '../model/histogram.ts'
import { type Block, requestsOf, together } from './blocks.ts'
import { positionOfTail, slowerThan } from './tail-curve.ts'
import { quantilePosition } from './tails-of-trial.ts'

/** Judged so many times. */
const ROUNDS = 200
/**
 * The slowest requests, by three times the tail that is judged: slower ones alone move a p99, and random ones hardly
 * do.
 */
const SLOWED = 3

export interface Planted {
  /** Blocks of the old version before and after the upgrade, as many of each. */
  readonly baseline: readonly Block[]
  readonly restored: readonly Block[]
  readonly tail: number
  /** By how much the slowest requests are slowed: 0.25 is +25 %. */
  readonly rise: number
  /** What a statistic has to reach to be found among all that is tested. */
  readonly critical: number
  readonly seed: number
}

/**
 * The chance that a quantile slower by `rise` would be found tonight: in blocks of the old version, drawn anew with
 * replacement, one of each pair is slowed, and the two are held against each other.
 */
export function powerTonight({ baseline, restored, tail, rise, critical, seed }: Planted): number {
  const random = xoroshiro128plus(seed)
  const plants = plant([...baseline, ...restored], tail, rise)
  const pairs = baseline.map((block, at) => scoresOf(block, restored[at] ?? block, plants))
  // A judged soak has two phases to be held against, this one a single one: 3/2 of a variance instead of 2.
  const errors = Math.sqrt(4 / 3)
  const all = [...baseline, ...restored]
  const independent = (tail * (1 - tail) * requestsOf(all)) / all.length
  let found = 0
  for (let round = 0; round < ROUNDS; round++) {
    let [sum, squares] = [0, 0]
    for (let block = 0; block < pairs.length; block++) {
      const pair = pairs[uniformInt(random, 0, pairs.length - 1)] as readonly [number, number]
      const difference = pair[uniformInt(random, 0, 1)] as number
      sum += difference
      squares += difference * difference
    }
    const seen = (squares - (sum * sum) / pairs.length) / (pairs.length - 1)
    // As in the test, averaged with what independent requests of two blocks would have.
    const variance = (seen + 2 * independent) / 2
    if (sum / pairs.length >= (critical * Math.sqrt(variance / pairs.length)) / errors) found++
  }
  return found / ROUNDS
}

interface Plant {
  readonly plain: (block: Block) => number
  readonly slowed: (block: Block) => number
}

/** Requests of a block that are slower than the quantile of both kinds of blocks, as many of each. */
function plant(blocks: readonly Block[], tail: number, rise: number): Plant {
  const { curve } = together(blocks)
  const slowest = quantilePosition(curve, SLOWED * tail)
  const shift = bucketsOf(rise)
  const origin = (at: number) => Math.max(at - shift, Math.min(at, slowest))
  const threshold = positionOfTail(
    (at) => slowerThan(curve, at) + slowerThan(curve, origin(at)),
    2 * tail * curve.requests,
  )
  const excess = ({ curve: own, requests }: Block, at: number) => slowerThan(own, at) - tail * requests
  return { plain: (block) => excess(block, threshold), slowed: (block) => excess(block, origin(threshold)) }
}

/** The difference that slowing one or the other of a pair makes. */
function scoresOf(one: Block, other: Block, { plain, slowed }: Plant): readonly [number, number] {
  return [slowed(one) - plain(other), slowed(other) - plain(one)]
}
