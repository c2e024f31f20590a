import type { EndpointSummary } from '../model/evidence.ts'
import type { JudgedQuantile } from '../model/judged-quantile.ts'
import { binomialTail } from '../statistics/tails.ts'
import { explains, type Slowdown, slowdownOf } from './machine-pace.ts'
import { type Phase, type Play, steadyPhases } from './play.ts'

/** What a p99 limit lets be slower. */
const ALLOWED = 0.01
/** A version that just keeps its limit would show so many slow requests once in a hundred times. */
const CHANCE = 0.01
/** Two short acts on one version differ by as much. */
const ALIKE = 0.8

const QUANTILES = [
  [0.5, 'p50Ms'],
  [0.9, 'p90Ms'],
  [0.95, 'p95Ms'],
  [0.99, 'p99Ms'],
] as const

/**
 * Requests that were slower than a p99 limit, at least, where they are more than it allows, beyond chance; else null. It
 * takes fewer requests than the quantile itself would: three of 20 are as certain as one in twenty of 400.
 */
export function slowerThanAllowed({ requests, latency }: EndpointSummary, limitMs: number): number | null {
  const above = QUANTILES.find(([, key]) => (latency[key] ?? 0) > limitMs)
  if (above === undefined) return null
  const slower = requests - Math.ceil(above[0] * requests) + 1
  return binomialTail(slower, requests, ALLOWED) <= CHANCE ? slower : null
}

/**
 * By how much the machine was slower than in baseline, where that explains a latency: in soak only if the old version was
 * no quicker afterwards, on the same machine. null where the version may have done it.
 */
export function machineBehind(
  play: Play,
  { phase }: Phase,
  { endpoint, judged }: { readonly endpoint: string; readonly judged: JudgedQuantile },
): Slowdown | null {
  // The old version on the new schema shows what that does, and so is no measure of the machine.
  if ((phase !== 'soak' && phase !== 'restored') || play.way === 'code-only') return null
  const [before, after] = (['baseline', 'restored'] as const).map((name) => {
    const found = play.phases.get(name)?.endpoints.find((one) => one.endpoint === endpoint)
    return found?.latency[`${judged.name}Ms`] ?? null
  })
  if (!before || !after || !steadyPhases(play).includes('restored') || after < ALIKE * judged.ms) return null
  const risen = { metric: 'p99' as const, ratio: judged.ms / before }
  const slower = (phase === 'soak' ? (['soak', 'restored'] as const) : ([phase] as const)).map((name) =>
    slowdownOf(play, name),
  )
  return slower.every((one) => one !== null && explains(one, risen)) ? (slower[0] ?? null) : null
}
