import type { ReplayWindow } from './replay.ts'
import type { SideFile } from './side-file.ts'

/** One endpoint of a replayed model in the baseline. Rates per second. */
export interface EndpointFidelity {
  readonly endpoint: string
  /** Sent in the baseline. */
  readonly requests: number
  /** What the model asks for, the factor included. */
  readonly modelPerSecond: number
  readonly sentPerSecond: number
  /** Sent against model, as a share of the model's: -0.01 is one in a hundred too few. */
  readonly rateError: number
  /** Kolmogorov–Smirnov distance of the gaps between requests; null where there are too few. */
  readonly arrivalDistance: number | null
  /** The gaps they are held against: of the schedule drawn from the model, or, within journeys, of the model's own law. */
  readonly heldAgainst: 'schedule' | 'law'
  /** null where the log had no latencies. */
  readonly production: { readonly p50Ms: number; readonly p99Ms: number } | null
  readonly baseline: { readonly p50Ms: number | null; readonly p99Ms: number | null }
}

/** How production-like the traffic was, as far as there is a model of production's. */
export interface FidelityFact {
  readonly kind: 'traffic.fidelity'
  readonly phase: 'baseline'
  /** As the spec names it. */
  readonly model: string
  readonly window: ReplayWindow
  readonly factor: number
  readonly journeys: boolean
  /** Share of the model's requests that the replay could send. */
  readonly covered: number
  /** Most requests first. */
  readonly endpoints: readonly EndpointFidelity[]
  readonly leftOut: readonly { readonly endpoint: string; readonly perSecond: number; readonly because: string }[]
  /**
   * Requests under way at once, means of the two curves. `error` is the area between the curves' quantiles over
   * production's mean. null where the log had no latencies.
   */
  readonly concurrency: { readonly production: number; readonly baseline: number; readonly error: number } | null
  /** Each request that was sent. */
  readonly sent: SideFile
}
