import type { HistogramData } from './histogram.ts'

/** One endpoint in one block of a steady phase. */
export interface BlockSample {
  /** Every answered request, failed ones too, measured from its intended start. */
  readonly latency: HistogramData
  /** Of the answered requests. */
  readonly failed: number
  /** Never answered, or never begun: each counts as an infinitely slow, failed request. 0 where left out. */
  readonly dropped?: number
}

/** Block `i` of each phase replays the same schedule: A1 is the baseline, B the soak, A2 what was restored. */
export interface EndpointTriplets {
  readonly endpoint: string
  readonly a1: readonly BlockSample[]
  readonly b: readonly BlockSample[]
  /** null where there is no way back: A1 and B are then compared in pairs, and drift is not cancelled. */
  readonly a2: readonly BlockSample[] | null
}

/** What is compared, read from the side files of the steady phases. */
export interface Triplets {
  readonly blockMs: number
  readonly endpoints: readonly EndpointTriplets[]
}

/** `triplets`: the same schedule in each phase. `blocks`: a user's executor decided, so that no block has a partner. */
export type Pairing = 'triplets' | 'blocks'

/** The quantiles that may be judged, highest first. */
export type QuantileName = 'p99' | 'p95' | 'p90'

/** `exceedance`: the share of requests slower than the baseline's judged quantile (p90 where none is judged). */
export type MetricName = QuantileName | 'errors' | 'exceedance'

/** Limits of one endpoint. What is a rise of latency is relative (0.25 is +25 %); `errors` are shares of requests. */
export interface JudgingLimits {
  /** Upper bounds below these are EQUIVALENT. `exceedance` is relative to the share expected: 1 is twice as many. */
  readonly margins: Readonly<Record<MetricName, number>>
  /** Effects below these are never REGRESSED nor IMPROVED, however certain. Latency has to pass both of its own. */
  readonly least: {
    readonly rise: number
    readonly riseMs: number
    readonly errors: number
    readonly exceedance: number
  }
  /** What A/A nights of this endpoint showed as a rise of latency: the lower bound must lie above it. */
  readonly noiseFloor: number
}

export interface JudgingOptions {
  readonly seed: number
  /** Family-wise, one-sided, for the whole run. */
  readonly alpha: number
  /** Drawn where the labels cannot all be enumerated within this many. */
  readonly permutations: number
  readonly pairing: Pairing
  /** Endpoints that have to be EQUIVALENT for a GO. */
  readonly gates: readonly string[]
  readonly limits: JudgingLimits
  readonly limitsOf: Readonly<Record<string, JudgingLimits>>
}

export type Answer = 'regressed' | 'equivalent' | 'improved' | 'inconclusive'

/**
 * One endpoint and metric. `before` and `after` are milliseconds for quantiles, shares of requests for `errors` and
 * `exceedance`; `before` is A1 and A2 together. `ratio` is after ÷ before for quantiles, and the odds ratio with half a
 * request added to each count for shares. `low` and `high` bound the effect at 1 − alpha each: a relative change for
 * quantiles (0.1 is +10 %), a difference of shares otherwise; null where nothing bounds it.
 */
export interface MetricComparison {
  readonly metric: MetricName
  readonly before: number
  readonly after: number
  readonly ratio: number
  readonly low: number | null
  readonly high: number | null
  /** One-sided, that the metric rose: raw, by step-down maxT over all pairs of the run, and Benjamini–Hochberg's q. */
  readonly p: number
  readonly adjustedP: number
  readonly q: number
  readonly answer: Answer
  /** The rise that this run cannot exclude, in the unit of `high`; null where nothing bounds it. */
  readonly couldHideUpTo: number | null
  /** Why this answer, in a sentence. */
  readonly because: string
  /** What would settle an INCONCLUSIVE: "14 minutes more in each steady phase, or 6 requests/s more"; else null. */
  readonly settledBy: string | null
}

/** A quantile below the judged one, in milliseconds, that rose by more than the margin: p is raw. */
export interface BodyRise {
  readonly quantile: 'p50' | 'p75' | 'p90'
  readonly before: number
  readonly after: number
  readonly p: number
}

/**
 * Requests that hung: longer than two seconds, or ten times the baseline's p90 where that is more. Those never answered
 * are among them. More than in the baseline, beyond chance.
 */
export interface Hangs {
  readonly phase: 'soak' | 'restored'
  readonly overMs: number
  readonly hung: number
  readonly requests: number
  /** Blocks of the phase in which any did. */
  readonly blocks: number
  readonly baseline: { readonly hung: number; readonly requests: number }
  /** That so many hung in soak: by step-down maxT over all endpoints where any did. null of what was restored. */
  readonly adjustedP: number | null
  /** False where so few blocks hung that the machine may be the cause. */
  readonly certain: boolean
}

export interface EndpointComparison {
  readonly endpoint: string
  readonly gate: boolean
  /** Per phase, dropped ones included; `restored` is null without A2. */
  readonly requests: { readonly baseline: number; readonly soak: number; readonly restored: number | null }
  /** The quantile that the number of requests allows to judge; null: errors and exceedance only, underpowered. */
  readonly quantile: QuantileName | null
  /**
   * The worst of `metrics`: regressed; else improved; else equivalent where quantile and errors are; else inconclusive.
   * With `hangs` in soak regressed, or inconclusive where they are not certain.
   */
  readonly answer: Answer
  readonly metrics: readonly MetricComparison[]
  /** Left out where no quantile below the judged one rose; with it an endpoint is neither EQUIVALENT nor IMPROVED. */
  readonly body?: BodyRise
  /** Left out where no more requests hung than in the baseline. */
  readonly hangs?: readonly Hangs[]
  /**
   * Positive control: chance that a rise of latency by the margin would have been found REGRESSED tonight; null where
   * it cannot be told.
   */
  readonly power: number | null
}

/** A pair that a control found: the environment, or the way back, made a difference of this size. */
export interface ControlAlarm {
  readonly endpoint: string
  readonly metric: MetricName
  readonly before: number
  readonly after: number
  readonly ratio: number
  readonly adjustedP: number
}

/** A control that `ran` and has no alarms is good news; one that did not says why in `because`. */
export interface Control {
  readonly ran: boolean
  readonly because: string
  readonly smallestP: number
  readonly alarms: readonly ControlAlarm[]
}

/**
 * What is worse than A1 and A2 together, but not beyond chance than A1 alone, and so no regression: A2 is better than
 * A1 was. Values in the units of `MetricComparison`; null where the baseline had no requests. `p` is adjusted.
 */
export interface OnlyByRestored {
  readonly endpoint: string
  readonly metric: MetricName
  readonly baseline: number | null
  readonly soak: number
  readonly restored: number | null
  readonly p: number
}

/**
 * What is REGRESSED against A1 and A2 together, but not beyond chance worse than A2 alone: it came between A1 and B, and
 * stayed. Either the way back left it behind, or the machine is slower for good. Values as in `OnlyByRestored`.
 */
export type AsSlowRestored = OnlyByRestored

export interface ComparisonDesign {
  /** Compared per phase, after doubling; those of `blockMs` each. */
  readonly blocks: number
  readonly blockMs: number
  /** True where neighbouring blocks resembled each other (lag-1 autocorrelation above 0.3) and two became one. */
  readonly doubled: boolean
  /**
   * The highest lag-1 autocorrelation of an endpoint's tail rates before doubling; null where there are too few blocks.
   */
  readonly autocorrelation: number | null
  readonly phases: 2 | 3
  readonly pairing: Pairing
  /** Labellings tried, all of them where `exact`. */
  readonly permutations: number
  readonly exact: boolean
  /** The smallest p that can be reached; above alpha nothing can be REGRESSED, and `canGate` is false. */
  readonly smallestP: number
  readonly canGate: boolean
  readonly alpha: number
  /** At least 12 blocks of at least 15 s. */
  readonly atDesignSize: boolean
  /** What this design cannot do, one sentence each: too few blocks, no restored phase, unpaired. */
  readonly notes: readonly string[]
}

/** Before against after, all of it plain JSON. The same triplets and options always give the same comparison. */
export interface Comparison {
  readonly design: ComparisonDesign
  readonly endpoints: readonly EndpointComparison[]
  readonly controls: {
    readonly oddEven: Control
    readonly restored: Control
    /** Left out where there is none. */
    readonly onlyByRestored?: readonly OnlyByRestored[]
    /** Left out where there is none. */
    readonly asSlowRestored?: readonly AsSlowRestored[]
  }
}
