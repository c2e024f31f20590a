import { randomGamma } from 'd3-random'
import type { Arrivals } from '../inside/arrivals.ts'
import { randomNumbers } from '../random-numbers.ts'
import { roundingError } from '../schedule.ts'
import { spread } from '../spread.ts'

/** A rate that no whole number of arrivals says better than this is repeated over more blocks. */
const ROUNDING = 0.001
const LONGEST_PERIOD_BLOCKS = 60
/** No rehearsal has as many blocks: what is rarer still may as well come once in so many. */
const RAREST_PERIOD_BLOCKS = 100_000
/** Arrivals more even than this differ from a clock's by less than k6 is late. */
const CLOCK = 0.02

/**
 * Arrivals as a model's: at its rate and with its dispersion. The gaps of a renewal process have a squared coefficient
 * of variation equal to the dispersion of its counts; a gamma law has one of any size, and is Poisson's at 1. Every
 * block gets as many arrivals as every other, give or take one, so that what is compared was asked equally often.
 */
export function learnedArrivals(
  name: string,
  law: { readonly perSecond: number; readonly dispersion: number },
  { blockMs, seed, atLeast = 1 }: { readonly blockMs: number; readonly seed: number; readonly atLeast?: number },
): Arrivals {
  const perBlock = (law.perSecond * blockMs) / 1000
  const period = periodBlocks(perBlock, atLeast)
  const random = randomNumbers(seed, name)
  const { blocks, counts } = spread(Math.max(1, Math.round(perBlock * period)), period, random)
  const offsetsMs = counts.flatMap(([block, count]) =>
    spaced(count, { ...law, random }).map((share) => (block + share) * blockMs),
  )
  return { periodMs: blocks * blockMs, offsetsMs: offsetsMs.map((ms) => Math.floor(ms * 1000) / 1000) }
}

/** Places within a block, as shares of it, ascending. The block is a circle, so that its ends are no gap of their own. */
function spaced(count: number, { dispersion, random }: { dispersion: number; random: () => number }): number[] {
  const shape = 1 / Math.max(CLOCK, dispersion)
  const gap = randomGamma.source(random)(shape)
  const gaps = Array.from({ length: count }, () => gap())
  const all = gaps.reduce((sum, one) => sum + one, 0) || 1
  let at = random()
  const places = gaps.map((one) => {
    at = (at + one / all) % 1
    return at
  })
  return places.toSorted((a, b) => a - b)
}

/** The fewest blocks whose arrivals are a whole number, nearly; for a rarer rate, so many that there is one. */
function periodBlocks(perBlock: number, atLeast: number): number {
  const fewest = Math.ceil(atLeast / perBlock)
  if (perBlock * LONGEST_PERIOD_BLOCKS < 1) return Math.min(RAREST_PERIOD_BLOCKS, Math.round(1 / perBlock))
  let best = Math.min(fewest, LONGEST_PERIOD_BLOCKS)
  for (let blocks = best; blocks <= LONGEST_PERIOD_BLOCKS; blocks++) {
    if (roundingError(perBlock * blocks) < roundingError(perBlock * best)) best = blocks
    if (roundingError(perBlock * best) <= ROUNDING) break
  }
  return best
}
