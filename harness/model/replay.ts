import type {
  LatencyQuantiles,
  ModelConcurrency,
  ParameterValues,
  TrafficModel,
  TransitionRow,
} from './traffic-model.ts'

/** What a spec says of the replay of a model. */
export interface ReplayWish {
  /** As the spec names it. */
  readonly file: string
  readonly model: TrafficModel
  readonly window: ReplayWindow
  readonly factor: number
  /** False sends requests one by one though the model has sessions. */
  readonly journeys: boolean
  /** A script that exports `request` and `journey`; null is ours. */
  readonly script: string | null
}

/** A learned model as it is going to be replayed: rates with the factor in them, what cannot be sent left out. */
export interface ReplayDescription {
  /** As the spec names it. */
  readonly file: string
  readonly window: ReplayWindow
  /** Production's rates were multiplied by it. */
  readonly factor: number
  readonly endpoints: readonly ReplayedEndpoint[]
  /** null where requests are replayed one by one. */
  readonly journeys: ReplayedJourneys | null
  readonly leftOut: readonly LeftOutEndpoint[]
  /** In production; null where its log had no latencies. */
  readonly concurrency: ModelConcurrency | null
}

/** Which rates of the model: those of its busiest stretch, or the mean over the whole log. */
export type ReplayWindow = 'peak' | 'log'

export interface ReplayedEndpoint {
  /** `GET /orders/:id`, which its requests are named by. */
  readonly name: string
  /** Of its open schedule, unlike any other. */
  readonly scenario: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly ReplayedParameter[]
  /** A text as it is, a map or a list as JSON; null where none is sent. */
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  /** Production's answers have a body, half of them at least; false where its log does not say. */
  readonly answersWithBody: boolean
  /** Requests per second in all, by journeys and by itself. */
  readonly perSecond: number
  /** Those that are no part of a journey; 0 where all are. */
  readonly alonePerSecond: number
  /** Variance of counts over their mean: 0 a clock's, 1 Poisson, more in bursts. */
  readonly dispersion: number
  /** Production's. */
  readonly latencyMs: LatencyQuantiles | null
}

export interface ReplayedParameter {
  readonly name: string
  readonly values: ParameterValues
  /** As many different ones of the values are asked for, if there are so many. */
  readonly cardinality: number
}

export interface ReplayedJourneys {
  readonly scenario: string
  /** Journeys begun per second. */
  readonly perSecond: number
  readonly starts: readonly { readonly endpoint: string; readonly share: number }[]
  readonly transitions: readonly TransitionRow[]
  /** No think time is longer. */
  readonly idleMs: number
}

/** What the model has and the replay does not send. */
export interface LeftOutEndpoint {
  readonly endpoint: string
  readonly perSecond: number
  /** What is missing, and where it goes. */
  readonly because: string
}
