import { checkpoint } from '../../harness/database/quiesce.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { type Answered, type LoadOptions, type LoadResult, load, type Slices } from './load.ts'
import { bare, type Cost, type Span, type WatchedCost, watched } from './measure.ts'

export type Bare = Answered & Cost
export type Watched = Answered & WatchedCost

/** Neighbours in time: `without` ran between the other two, and both are compared with it. */
export interface Round {
  readonly without: Bare
  readonly within: Watched
  readonly control: Bare
}

export interface RoundsOptions {
  readonly address: DatabaseAddress
  readonly intervalMs: number
  readonly pairs: number
  readonly seconds: number
}

const SETTLE_MS = 600
/** For k6 to begin, and for connections and compiled code to be warm. */
const WARM_UP_MS = 6_000

/**
 * With, without, again without, and again. No two slices with watching are neighbours, so a short load from elsewhere
 * hits one of them at most; what grows slower over the minutes makes less than a thousandth from slice to slice.
 */
export async function inRounds(options: RoundsOptions, traffic: LoadOptions): Promise<[readonly Round[], number]> {
  const { address, pairs, seconds } = options
  await checkpoint(address)
  const slices: Slices = {
    startMs: Date.now() + WARM_UP_MS,
    count: 3 * pairs,
    lengthMs: seconds * 1_000 + SETTLE_MS,
    settleMs: SETTLE_MS,
  }
  const [answered, costs] = await Promise.all([load(traffic, slices), costsOf(options, slices)])
  return [costs.map((cost, round) => join(cost, round, answered)), answered.dropped]
}

interface RoundCost {
  readonly without: Cost
  readonly within: WatchedCost
  readonly control: Cost
}

async function costsOf({ address, intervalMs, pairs }: RoundsOptions, slices: Slices): Promise<readonly RoundCost[]> {
  const costs: RoundCost[] = []
  for (let round = 0; round < pairs; round++) {
    const [first, second, third] = [0, 1, 2].map((slice) => spanOf(slices, 3 * round + slice)) as [Span, Span, Span]
    const within = await watched(first, address, intervalMs)
    const without = await bare(second)
    costs.push({ within, without, control: await bare(third) })
  }
  return costs
}

function spanOf({ startMs, lengthMs, settleMs }: Slices, slice: number): Span {
  const fromMs = startMs + slice * lengthMs
  return { fromMs, settledMs: fromMs + settleMs, toMs: fromMs + lengthMs }
}

function join({ without, within, control }: RoundCost, round: number, { slices }: LoadResult): Round {
  const [first, second, third] = slices.slice(3 * round, 3 * round + 3) as [Answered, Answered, Answered]
  return { within: { ...within, ...first }, without: { ...without, ...second }, control: { ...control, ...third } }
}
