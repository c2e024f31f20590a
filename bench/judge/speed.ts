import { compareTriplets } from '../../harness/statistics/compare.ts'
import { DEFAULT_JUDGING } from '../../harness/statistics/judging-defaults.ts'
import { ROWS } from './rows.ts'
import { simulate } from './simulation.ts'

/** Seconds that judging 50 endpoints × 3 metrics × 60 blocks takes: of the clock, and of the processor. */
export function timeLargest(): {
  readonly seconds: number
  readonly processorSeconds: number
  readonly metrics: number
} {
  const world = { ...(ROWS[0] as (typeof ROWS)[0]).world, endpoints: 50, blocks: 60, seed: 1 }
  const triplets = simulate(world)
  const used = process.cpuUsage()
  const begunAt = performance.now()
  const { endpoints } = compareTriplets(triplets, { ...DEFAULT_JUDGING, seed: 1 })
  const { user, system } = process.cpuUsage(used)
  return {
    seconds: (performance.now() - begunAt) / 1_000,
    processorSeconds: (user + system) / 1e6,
    metrics: endpoints.reduce((sum, { metrics }) => sum + metrics.length, 0),
  }
}
