import type { Arrivals } from './inside/arrivals.ts'
import { randomNumbers } from './random-numbers.ts'
import { spread } from './spread.ts'

const ENOUGH_FOR_ONE_BLOCK = 10
const LONGEST_PERIOD_BLOCKS = 8

/**
 * Poisson arrivals of one scenario, seeded by the rehearsal's seed and the scenario's name.
 *
 * A Poisson process that is known to have n arrivals in a span has them uniformly distributed in it: so n is fixed by
 * the rate, and every block gets the same arrivals. A slow scenario repeats over several blocks instead, or n would
 * round its rate away; its arrivals are spread over them.
 */
export function arrivalsOf(
  scenario: string,
  ratePerSecond: number,
  { blockMs, seed }: { blockMs: number; seed: number },
): Arrivals {
  const perBlock = (ratePerSecond * blockMs) / 1000
  const period = periodBlocks(perBlock)
  const random = randomNumbers(seed, scenario)
  const { blocks, counts } = spread(Math.max(1, Math.round(perBlock * period)), period, random)
  const offsetsMs = counts.flatMap(([block, count]) =>
    Array.from({ length: count }, () => Math.floor((block + random()) * blockMs * 1000) / 1000),
  )
  return { periodMs: blocks * blockMs, offsetsMs: offsetsMs.sort((a, b) => a - b) }
}

/** How many blocks a period has: one where the rate allows, else those whose rounding error is smallest. */
function periodBlocks(perBlock: number): number {
  if (perBlock >= ENOUGH_FOR_ONE_BLOCK) return 1
  if (perBlock * LONGEST_PERIOD_BLOCKS < 1) return Math.round(1 / perBlock)
  let best = 1
  for (let blocks = 1; blocks <= LONGEST_PERIOD_BLOCKS; blocks++) {
    if (roundingError(perBlock * blocks) < roundingError(perBlock * best) - 1e-9) best = blocks
  }
  return best
}

/** By how much, as a share, the whole number of arrivals that is sent differs from the one meant; at least one is sent. */
export function roundingError(count: number): number {
  return Math.abs(Math.max(1, Math.round(count)) - count) / count
}
