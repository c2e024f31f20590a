import { describe, RehearsalError } from '../errors.ts'
import type { PhaseName } from '../model/act.ts'
import type { EndpointNow } from '../model/reading.ts'
import type { Exit } from '../process/spawn.ts'
import { AcknowledgedFile, type RecordedWrite } from './acknowledged.ts'
import type { Control } from './control.ts'
import { endedFact } from './ended.ts'
import { exitMeaning } from './exit.ts'
import { Fold } from './fold.ts'
import { type K6Process, startK6 } from './k6-process.ts'
import { describeLog } from './log.ts'
import { type LongRequest, LongRequestsFile } from './long-requests.ts'
import type { Trend } from './pace.ts'
import { Phases } from './phases.ts'
import type { Prepared } from './prepare.ts'
import { measureFidelity } from './replay/fidelity.ts'
import { SentRequestsFile } from './replay/sent-requests.ts'
import { SampleReader } from './samples.ts'
import type { StateSeen } from './states.ts'
import { type Stray, StrayWatch } from './stray.ts'
import { timelineOf } from './timeline.ts'
import { writeTimeline } from './timeline-file.ts'
import type { AcknowledgedWrites, TrafficOptions } from './traffic.ts'
import { WaterMark } from './water-mark.ts'

/** k6 writes samples five times a second, so that later ones than this are those of requests still under way. */
const WRITTEN_WITHIN_MS = 500
const LONGEST_WAIT_FOR_SAMPLES_MS = 15_000
/** Teardown of the users' scripts is part of the end, and may take k6's minute. */
const LONGEST_END_MS = 75_000

/** One k6 process from its start to its end, and what is made of its samples. */
export class TrafficRun implements AsyncDisposable {
  /** Resolves with the epoch, in ms since 1970. */
  readonly begun: Promise<number>
  readonly failure: Promise<never>
  readonly #options: TrafficOptions
  readonly #prepared: Prepared
  readonly #control: Control
  readonly #k6: K6Process
  readonly #fold: Fold
  readonly #reader: SampleReader
  readonly #phases: Phases
  readonly #acknowledged: AcknowledgedFile
  readonly #longRequests: LongRequestsFile
  /** null where no model is replayed. */
  readonly #sent: SentRequestsFile | null
  readonly #strays: StrayWatch
  readonly #waterMark = new WaterMark()
  readonly #begin = Promise.withResolvers<number>()
  readonly #fail = Promise.withResolvers<never>()
  #askedMs: number | null = null
  #disposed = false
  #settled: Promise<void> | null = null

  constructor(options: TrafficOptions, prepared: Prepared, control: Control) {
    const { folder, record, k6, description } = options
    this.#options = options
    this.#prepared = prepared
    this.#control = control
    this.begun = this.#begin.promise
    this.failure = this.#fail.promise
    // Whoever does not look at it must not die of it.
    this.failure.catch(() => undefined)
    this.#acknowledged = new AcknowledgedFile(folder)
    this.#longRequests = new LongRequestsFile(folder)
    this.#sent = description.replay === undefined ? null : new SentRequestsFile(folder)
    this.#strays = new StrayWatch((stray) => this.#strayed(stray))
    const { blockMs, stallMs } = description
    this.#fold = new Fold({ blockMs, stallMs, arrivals: prepared.arrivals, notice: this.#notice() })
    this.#reader = new SampleReader(this.#fold)
    this.#phases = new Phases({ fold: this.#fold, arrivals: prepared.arrivals, folder, record })
    this.#k6 = startK6(k6, prepared, folder, {
      sample: (chunk) => this.#read(chunk),
      logLine: (line) => this.#strays.logLine(line),
    })
    void this.#k6.ended.then((exit) => this.#endedUnasked(exit))
  }

  get acknowledged(): AcknowledgedWrites {
    return { file: this.#acknowledged.file }
  }

  blockAfter(epochMs: number): number {
    const { blockMs } = this.#options.description
    const firstMs = this.#fold.epochMs ?? 0
    return firstMs + Math.max(0, Math.ceil((epochMs - firstMs) / blockMs)) * blockMs
  }

  async phase(phase: PhaseName, fromMs: number, toMs: number): Promise<void> {
    const ended = this.#k6.ended.then(() => undefined)
    await Promise.race([this.#waterMark.reach(toMs + WRITTEN_WITHIN_MS, LONGEST_WAIT_FOR_SAMPLES_MS), ended])
    this.#phases.cut({ phase, fromMs, toMs })
  }

  enter(state: string | null): void {
    this.#fold.states.enter(state, Date.now())
  }

  trend(fromMs: number, toMs: number): Trend | null {
    return this.#fold.pace.trend(fromMs, toMs)
  }

  recent(): readonly EndpointNow[] {
    return this.#fold.recent.read(Date.now())
  }

  statesSeen(): readonly StateSeen[] {
    return this.#fold.states.take()
  }

  async end(): Promise<AcknowledgedWrites> {
    this.#askedMs ??= Date.now()
    this.#control.end()
    const timer = setTimeout(() => void this.#k6.kill(), LONGEST_END_MS)
    await this.#settle(await this.#k6.ended)
    clearTimeout(timer)
    return this.acknowledged
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    await this.#k6.kill()
    await this.#acknowledged.close()
    await this.#longRequests.close()
    await this.#sent?.close()
    // A rehearsal that is interrupted never comes to the end of its traffic, and has been seen all the same.
    if (this.#settled === null) this.#keepTimeline()
  }

  #notice() {
    return {
      epoch: (epochMs: number) => this.#begin.resolve(epochMs),
      tick: (atMs: number) => this.#waterMark.rise(atMs),
      acknowledged: (write: RecordedWrite) => this.#acknowledged.add(write),
      refused: (name: string, scenario: string) => this.#strays.refused(name, scenario),
      answered: (request: LongRequest) => {
        this.#longRequests.add(request)
        this.#sent?.add(request)
      },
    }
  }

  #read(chunk: Buffer): void {
    try {
      this.#reader.push(chunk)
    } catch (error) {
      this.#fail.reject(error)
    }
  }

  /** Closes the books, once: whether k6 was told to end or died. */
  #settle(exit: Exit): Promise<void> {
    this.#settled ??= (async () => {
      this.#reader.finish()
      this.#fold.abandonWaiting(this.#askedMs ?? Date.now())
      this.#phases.finish()
      this.#keepTimeline()
      await this.#acknowledged.close()
      await this.#longRequests.close()
      const { folder, record } = this.#options
      record(await endedFact(exit, { folder, summaryFile: this.#prepared.summaryFile, asked: this.#askedMs !== null }))
      await this.#sent?.close()
      await this.#measureReplay()
    })()
    return this.#settled
  }

  #keepTimeline(): void {
    const { epochMs, timeline } = this.#fold
    if (epochMs === null) return
    const { folder, record } = this.#options
    record(writeTimeline(folder, timelineOf(timeline, { epochMs, bordersMs: this.#phases.bordersMs })))
  }

  /** Without a model, or a baseline, nothing is claimed. */
  async #measureReplay(): Promise<void> {
    const { folder, record, description } = this.#options
    const { replay, seed } = description
    const [baseline, epochMs] = [this.#phases.recorded('baseline'), this.#fold.epochMs]
    if (replay === undefined || baseline === null || epochMs === null) return
    const { arrivals } = this.#prepared
    record(await measureFidelity({ replay, folder, seed, arrivals, epochMs, baseline }))
  }

  async #endedUnasked(exit: Exit): Promise<void> {
    if (this.#askedMs !== null || this.#disposed) return
    this.#reader.finish()
    this.#strays.flush()
    await this.#settle(exit).catch((error: unknown) => this.#fail.reject(error))
    this.#fail.reject(diedError(exit, this.#k6.tail(), this.#fold.epochMs !== null))
  }

  #strayed({ url, scenario }: Stray): void {
    if (this.#disposed) return
    this.#options.record({ kind: 'traffic.stray', url, scenario })
    const message = `expected requests to the fronts at ${this.#options.frontIp} only, scenario ${scenario} asked for ${url}; it was not sent`
    const hint =
      'take the address from the environment that the spec gives the script, such as __ENV.BASE_URL; host names are refused too'
    this.#fail.reject(new RehearsalError('stray-request', message, hint))
    void this.#k6.kill().catch((error: unknown) => this.#fail.reject(describe(error)))
  }
}

/** Before the first arrival nothing can have died but the scripts themselves, which are for the operator to mend. */
function diedError(exit: Exit, tail: string, begun: boolean): RehearsalError {
  const { meaning } = exitMeaning(exit.exitCode, exit.signal, false)
  const how = exit.error === null ? `exit code ${exit.exitCode ?? 'none'}: ${meaning}` : exit.error.message
  return new RehearsalError(
    begun ? 'traffic-failed' : 'script-broken',
    `expected k6 to play ${begun ? 'until the end' : 'the scripts'}, it ended by itself (${how})\n${describeLog(tail)}`.trimEnd(),
    'read k6/k6.log in the folder of the run; `k6 run` on the script alone shows whether the script is at fault',
  )
}
