import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import type { BlockSample, Triplets } from '../../harness/model/facts-of-judging.ts'
import { bucketsOf, LAST_BUCKET } from '../../harness/model/histogram.ts'
import { normalQuantile } from '../../harness/statistics/distributions.ts'
import { positions, SHAPES, type Shape } from './latency-shapes.ts'

/** What a simulated rehearsal is made of. Changes are of latency: 0.1 is +10 %. */
export interface World {
  readonly seed: number
  readonly endpoints: number
  readonly blocks: number
  readonly requestsPerBlock: number
  /** null: each endpoint in turn has another one. */
  readonly shape: Shape | null
  readonly sigma: number
  /** From the first block to the last, up or down, evenly distributed up to this. */
  readonly drift: number
  /** Whether drift is always upwards and the whole of it. */
  readonly driftUp?: boolean
  /**
   * Bursts per phase, in each of which a tenth of one block's requests take three times as long and one in a hundred
   * fails.
   */
  readonly bursts: number
  /** Standard deviation of a block's log latency: half for all endpoints together, half for each. */
  readonly blockNoise: number
  readonly errorRate: number
  /** What the new version does to the first endpoint. */
  readonly change: Change | null
}

export type Change =
  | { readonly kind: 'slower'; readonly by: number }
  | { readonly kind: 'minority'; readonly share: number; readonly times: number }
  | { readonly kind: 'errors'; readonly rate: number }

/** Blocks that pass between phases: the upgrade and the rollback. */
const BETWEEN = 4

/** Draws the blocks of A1, B and A2. */
export function simulate(world: World): Triplets {
  const random = xoroshiro128plus(world.seed)
  const drift = Math.log1p(world.drift) * (world.driftUp ? 1 : 2 * uniformFloat32(random) - 1)
  const bursts = new Set<number>()
  for (let phase = 0; phase < 3; phase++)
    for (let count = poisson(world.bursts, random); count > 0; count--)
      bursts.add(phase * world.blocks + Math.floor(uniformFloat32(random) * world.blocks))
  const common = Array.from({ length: 3 * world.blocks }, () => gauss(random) * world.blockNoise * Math.SQRT1_2)
  const endpoints = Array.from({ length: world.endpoints }, (_, endpoint) => {
    const sizes = Array.from({ length: world.blocks }, () => poisson(world.requestsPerBlock, random))
    const phases = [0, 1, 2].map((phase) =>
      sizes.map((requests, block): BlockSample => {
        const at = phase * world.blocks + block
        const elapsed = (phase * (world.blocks + BETWEEN) + block) / (3 * world.blocks + 2 * BETWEEN - 1)
        const noise = (common[at] ?? 0) + gauss(random) * world.blockNoise * Math.SQRT1_2
        const change = phase === 1 && endpoint === 0 ? world.change : null
        return drawBlock({
          world,
          endpoint,
          requests,
          shift: drift * elapsed + noise,
          burst: bursts.has(at),
          change,
          random,
        })
      }),
    ) as [BlockSample[], BlockSample[], BlockSample[]]
    return { endpoint: `GET /endpoint-${endpoint}`, a1: phases[0], b: phases[1], a2: phases[2] }
  })
  return { blockMs: 15_000, endpoints }
}

interface Drawn {
  readonly world: World
  readonly endpoint: number
  readonly requests: number
  readonly shift: number
  readonly burst: boolean
  readonly change: Change | null
  readonly random: RandomGenerator
}

function drawBlock({ world, endpoint, requests, shift, burst, change, random }: Drawn): BlockSample {
  const table = positions(world.shape ?? (SHAPES[endpoint % SHAPES.length] as Shape), 20 + 8 * endpoint, world.sigma)
  const moved = bucketsOf(Math.expm1(shift)) + (change?.kind === 'slower' ? bucketsOf(change.by) : 0)
  const minority = change?.kind === 'minority' ? change : { share: 0, times: 1 }
  const [bursting, minor] = [bucketsOf(2), bucketsOf(minority.times - 1)]
  const counts = new Uint32Array(LAST_BUCKET + 1)
  for (let request = 0; request < requests; request++) {
    let position = (table[random.next() >>> 16] as number) + moved
    if (burst && uniformFloat32(random) < 0.1) position += bursting
    if (minority.share > 0 && uniformFloat32(random) < minority.share) position += minor
    const bucket = Math.max(0, Math.min(LAST_BUCKET, Math.ceil(position)))
    counts[bucket] = (counts[bucket] as number) + 1
  }
  const rate = (change?.kind === 'errors' ? change.rate : world.errorRate) + (burst ? 0.01 : 0)
  const buckets: [number, number][] = []
  for (let bucket = 0; bucket < counts.length; bucket++)
    if (counts[bucket] !== 0) buckets.push([bucket, counts[bucket] as number])
  return { latency: { maxMs: null, buckets }, failed: Math.min(requests, poisson(rate * requests, random)) }
}

function gauss(random: RandomGenerator): number {
  return normalQuantile((uniformFloat32(random) * 0xff_ff_ff + 0.5) / 0x1_00_00_00)
}

/** By counting for small means, by the normal distribution for large ones. */
function poisson(mean: number, random: RandomGenerator): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gauss(random)))
  let [product, count] = [uniformFloat32(random), 0]
  for (const least = Math.exp(-mean); product > least; count++) product *= uniformFloat32(random)
  return count
}
