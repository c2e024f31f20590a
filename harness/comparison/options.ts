import type { JudgingLimits, JudgingOptions } from '../model/facts-of-judging.ts'
import type { EndpointLimits, Limits } from '../model/limits.ts'
import { DEFAULT_JUDGING, DEFAULT_LIMITS } from '../statistics/judging-defaults.ts'

/** What is known of a run beside its limits. */
export interface Circumstances {
  readonly seed: number
  readonly endpoints: readonly string[]
  readonly pairing: JudgingOptions['pairing']
  /** Rises of latency that nights without a change showed, by endpoint. */
  readonly noise?: Readonly<Record<string, number>>
}

/** The limits of a spec as the mathematics takes them: an endpoint's own, else those of `*`, else the defaults. */
export function judgingOptions(
  limits: Limits,
  { seed, endpoints, pairing, noise = {} }: Circumstances,
): JudgingOptions {
  const limitsOf = Object.fromEntries(
    endpoints.map((endpoint) => [endpoint, judgingLimits(saidOf(limits, endpoint), noise[endpoint] ?? 0)]),
  )
  const gates = endpoints.filter((endpoint) => saidOf(limits, endpoint)?.gate === true)
  return { ...DEFAULT_JUDGING, seed, pairing, gates, limits: DEFAULT_LIMITS, limitsOf }
}

function saidOf({ endpoints }: Limits, endpoint: string): EndpointLimits | undefined {
  return endpoints.find((one) => one.endpoint === endpoint) ?? endpoints.find((one) => one.endpoint === '*')
}

/** A margin that is said holds for whichever quantile the number of requests allows to judge. */
function judgingLimits(said: EndpointLimits | undefined, noiseFloor: number): JudgingLimits {
  const { margins, least } = DEFAULT_LIMITS
  const { margin, effectShare, effectMs } = said ?? {}
  return {
    margins: margin === undefined ? margins : { ...margins, p99: margin, p95: margin, p90: margin },
    least: { ...least, rise: effectShare ?? least.rise, riseMs: effectMs ?? least.riseMs },
    noiseFloor,
  }
}
