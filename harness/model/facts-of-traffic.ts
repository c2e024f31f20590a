import type { PhaseName } from './act.ts'
import type { RetriesSeen } from './retries-seen.ts'
import type { SideFile } from './side-file.ts'

/** Quantiles in milliseconds; null where there were no requests. */
export interface Latency {
  readonly p50Ms: number | null
  readonly p90Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

/** One endpoint in one phase. Latency is measured from the intended start; dropped iterations are no part of `requests`. */
export interface EndpointSummary {
  readonly endpoint: string
  readonly requests: number
  readonly failed: number
  readonly latency: Latency
}

/** Requests that stalled or failed, from when the first of them was due to when the last was answered. */
export interface StallPart {
  readonly fromMs: number
  readonly toMs: number
  readonly stalled: number
  readonly failed: number
  readonly longestMs: number
}

/** Requests slower than the stall limit or failed, whose spans overlap, folded into one window per endpoint. Times in epoch ms. */
export interface StallWindow extends StallPart {
  readonly endpoint: string
  /** The same requests by when they were due, half a second each where there are few; older journals have none. */
  readonly parts?: readonly StallPart[]
}

/** What clients sent and felt, and what third parties were called for. */
export type TrafficFact =
  | {
      readonly kind: 'traffic.started'
      readonly k6: string
      readonly scenarios: readonly {
        readonly name: string
        readonly ratePerSecond: number | null
        readonly executor: string
        readonly note: string
      }[]
    }
  | {
      readonly kind: 'traffic.phase'
      readonly phase: PhaseName
      readonly fromMs: number
      readonly toMs: number
      readonly blocks: number
      readonly endpoints: readonly EndpointSummary[]
      /** Late at the start of an iteration: `idle` while its VU had been free (the generator's fault), `busy` while all VUs waited. */
      readonly lag: {
        readonly iterations: number
        readonly idleP99Ms: number | null
        readonly busyP99Ms: number | null
        readonly busyLate: number
        readonly dropped: number
        readonly droppedBusy: number
      }
      readonly checks: readonly {
        readonly scenario: string
        readonly name: string
        readonly passes: number
        readonly fails: number
      }[]
      readonly stalls: readonly StallWindow[]
      readonly histograms: SideFile
    }
  | {
      /** Requests over time, from warm-up to the end: a `Timeline`. Journals of before 0.1 have none. */
      readonly kind: 'traffic.timeline'
      readonly file: SideFile
      readonly stretches: number
      readonly endpoints: number
    }
  | {
      readonly kind: 'traffic.ended'
      readonly exitCode: number
      /** What the exit code means: `ended from inside`, `a script threw an exception`. */
      readonly meaning: string
      readonly asExpected: boolean
      readonly thresholds: readonly {
        readonly metric: string
        readonly threshold: string
        readonly ok: boolean
        /** Over the whole run, in the metric's unit; left out where k6's summary does not have it. */
        readonly value?: number
      }[]
      /** False where k6 left no summary, so that thresholds are not known. */
      readonly summarised: boolean
      readonly log: SideFile
    }
  | { readonly kind: 'traffic.stray'; readonly url: string; readonly scenario: string }
  /** Whether a declared stand-in left a record of its calls; null where it did not. */
  | {
      readonly kind: 'partner.recorded'
      readonly partner: string
      readonly calls: number | null
      readonly file: SideFile | null
    }
  | {
      readonly kind: 'partner.calls'
      readonly partner: string
      readonly phase: PhaseName
      readonly operation: string
      readonly calls: number
      /** Calls by attempt number: `[first attempts, second, …]`. */
      readonly attempts: readonly number[]
      readonly faults: number
      /** Median gap before attempt 2, 3, …, in ms. */
      readonly gapsMs: readonly number[]
      readonly file: SideFile
      /** Left out for a phase that was not cut, and in journals of before 0.1. */
      readonly retries?: RetriesSeen
    }
