import type { PhaseName } from '../model/act.ts'
import type { Recorder } from '../model/evidence.ts'
import type { EndpointNow } from '../model/reading.ts'
import type { TrafficDescription } from '../model/traffic.ts'
import type { Trend } from './pace.ts'
import type { StateSeen } from './states.ts'

/** A k6 that runs on this machine. */
export interface K6 {
  readonly path: string
  /** `1.1.0` */
  readonly version: string
  /** Which of the places it was found in: `K6_BIN`, `PATH`, `cache`, `release`, `PyPI wheel`, `Go build`, `image`. */
  readonly source: string
}

export interface TrafficOptions {
  readonly k6: K6
  /** Placeholders of its environment are filled in by now. */
  readonly description: TrafficDescription
  readonly frontIp: string
  /** The run's folder; wrapper, logs and histograms go to `<folder>/k6`. */
  readonly folder: string
  readonly record: Recorder
  readonly signal: AbortSignal
}

/** Acknowledged writes so far, in the order of their times: one JSON line each, a `RecordedWrite`. */
export interface AcknowledgedWrites {
  readonly file: string
}

/** The one k6 process of a rehearsal. Disposal ends it whatever it does. */
export interface Traffic extends AsyncDisposable {
  /** Grows while the traffic goes on; its last line may be half a line. */
  readonly acknowledged: AcknowledgedWrites
  /** The next boundary between blocks, epoch ms, at or after the given time. */
  blockAfter(epochMs: number): number
  /**
   * Cuts a phase out of the blocks: from and to are block boundaries. Waits (bounded) until k6's samples up to `to`
   * are folded, then records `traffic.phase`.
   */
  phase(phase: PhaseName, fromMs: number, toMs: number): Promise<void>
  /** From now on requests are counted for this state as well, by when they are answered; null ends that. */
  enter(state: string | null): void
  /** What was counted so since the last call; call it once the phase is cut, when the samples are in. */
  statesSeen(): readonly StateSeen[]
  /** How latency moved among the latest requests, those that ended in this span; null where they are too few. */
  trend(fromMs: number, toMs: number): Trend | null
  /** What clients get at this moment, for who looks on. */
  recent(): readonly EndpointNow[]
  /** Ends k6 from inside, records `traffic.ended` and each phase that changed since (requests that were still under way). */
  end(): Promise<AcknowledgedWrites>
  /** Rejects when k6 ends unasked (traffic-failed) or a request went to an address that is not a front (stray-request). */
  readonly failure: Promise<never>
}
