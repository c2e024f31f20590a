/**
 * Traffic as an access log showed it, without anything of a person in it: what `fulldress learn` writes to
 * traffic.yaml, what a reviewer completes, and what is replayed. Times in ms, rates per second, shares from 0 to 1.
 */
export interface TrafficModel {
  readonly learned: LearnedFrom
  /** The busiest stretch of the log: what a replay takes its rates from. */
  readonly peak: PeakWindow
  /** null where the log has no latencies. */
  readonly concurrency: ModelConcurrency | null
  /** Most requests first. */
  readonly endpoints: readonly ModelEndpoint[]
  /** null where the log does not tell visitors apart: endpoints are then all there is to replay. */
  readonly sessions: ModelSessions | null
}

/** Where the model comes from, without the name of a file or of a host. */
export interface LearnedFrom {
  /** As the user was told it: `combined`, `nginx log_format`, `JSON lines`, `HAR`, `CSV`. */
  readonly format: string
  readonly lines: number
  /** Lines that hold no request. */
  readonly broken: number
  /** From the first request to the last. */
  readonly spanMs: number
  /** Endpoints too rare to be listed, and their requests. */
  readonly leftOut: { readonly endpoints: number; readonly requests: number }
}

/** `afterMs` is from the first request of the log. */
export interface PeakWindow {
  readonly afterMs: number
  readonly lengthMs: number
  readonly perSecond: number
}

/** Requests under way at once. */
export interface ModelConcurrency {
  /** Mean over the log, of what each second had in flight. */
  readonly mean: number
  readonly p99: number
  readonly most: number
  /** Rate times mean latency: what Little's law says the mean must be. */
  readonly byLittlesLaw: number
  /** Mean of each minute of the peak window. */
  readonly peakPerMinute: readonly number[]
}

export interface ModelEndpoint {
  /** Method and path: `GET /orders/:id`, the key of limits and of reports. */
  readonly name: string
  readonly method: string
  /** Parameters as `:id`, `:id2`; no query. */
  readonly path: string
  /** In the order of the path. */
  readonly parameters: readonly ModelParameter[]
  readonly requests: number
  /** Mean over the log. */
  readonly perSecond: number
  /** Mean over the peak window. */
  readonly peakPerSecond: number
  /** Requests of each minute of the peak window; the last may be shorter. */
  readonly peakPerMinute: readonly number[]
  /** null where there are too few requests to tell. */
  readonly dispersion: Dispersion | null
  /** Share of each status, most frequent first. */
  readonly status: readonly { readonly code: number; readonly share: number }[]
  /** null where the log does not say. */
  readonly responseBytes: SizeQuantiles | null
  readonly requestBytes: SizeQuantiles | null
  readonly latencyMs: LatencyQuantiles | null
  /** POST, PUT and PATCH. */
  readonly needsBody: boolean
  /** What the user filled in: text as it is, a map or a list as JSON. Access logs hold none: null until then. */
  readonly body: unknown
  /** What the user filled in; none are learned. */
  readonly headers: Readonly<Record<string, string>>
}

export type ParameterKind = 'number' | 'uuid' | 'hash' | 'date' | 'email' | 'file' | 'text'

export interface ModelParameter {
  /** As in the path, without the colon. */
  readonly name: string
  readonly kind: ParameterKind
  /** How many different values the log had, about (2 %). */
  readonly cardinality: number
  /** What a replay may put there: a range of whole numbers, both ends included, or texts; null until somebody says. */
  readonly values: ParameterValues | null
}

export type ParameterValues = { readonly first: number; readonly last: number } | readonly string[]

/** Variance of counts over their mean: 0 for arrivals like a clock's, 1 for independent ones, more for bursts. */
export interface Dispersion {
  readonly index: number
  readonly arrivals: 'even' | 'poisson' | 'bursty'
  /** Length of the stretches that were counted. */
  readonly countedOverMs: number
}

export interface SizeQuantiles {
  readonly p50: number
  readonly p99: number
}

export interface LatencyQuantiles {
  readonly p50: number
  readonly p90: number
  readonly p99: number
}

export interface ModelSessions {
  /** How visitors were told apart. */
  readonly by: 'cookie' | 'user' | 'address'
  readonly count: number
  /** A visitor who came back after this began a new session. */
  readonly idleMs: number
  /** Sessions begun in the peak window. */
  readonly peakPerSecond: number
  readonly meanRequests: number
  /** Share of sessions that began with each endpoint, most frequent first; shares sum to 1. */
  readonly starts: readonly { readonly endpoint: string; readonly share: number }[]
  /** A row for each endpoint. Endpoints that were left out are in none. */
  readonly transitions: readonly TransitionRow[]
}

/** Requests of a session at most: who asks for more without a pause is a machine. */
export const MOST_SESSION_REQUESTS = 1_000

/** What followed a request to `from`; the shares of `next` and `ends` sum to 1. */
export interface TransitionRow {
  readonly from: string
  /** Share after which the session ended. */
  readonly ends: number
  /** Most frequent first. */
  readonly next: readonly Transition[]
}

export interface Transition {
  readonly to: string
  readonly share: number
  /** From the end of one request to the start of the next, as far as the log tells them apart. */
  readonly thinkMs: ThinkTimes
}

export interface ThinkTimes {
  readonly mean: number
  readonly p50: number
  readonly p90: number
}
