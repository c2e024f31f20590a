import type { RequestReader } from '../request-reader.ts'
import { BY } from '../visitors.ts'
import { EndpointTally } from './endpoint-tally.ts'
import { InFlight } from './in-flight.ts'
import { PathTree, type WordRules } from './path-tree.ts'
import { PeakWatch } from './peak-watch.ts'
import { LATE_MINUTES } from './recent-minutes.ts'
import { SessionWatch } from './session-watch.ts'

const MINUTE_MS = 60_000
/** A clock that was reset, or a line of another log. */
const FARTHEST_MS = 400 * 24 * 60 * MINUTE_MS
/** Endpoints that are told apart while reading; sessions remember them in 16 bits. */
const MOST_TALLIES = 20_000

export interface FoldOptions {
  readonly windowMinutes: number
  readonly words: WordRules
}

/** Everything that is known of a log so far. Its size does not depend on how much was read. */
export class TrafficFold {
  /** What there was no room to tell apart; it is no endpoint, and left out of the model. */
  readonly overflow = new EndpointTally(0)
  /** By number. */
  readonly tallies: EndpointTally[] = [this.overflow]
  readonly paths: PathTree
  /** By what tells visitors apart, as in BY: a model has those of the kind that most requests had. */
  readonly sessions = Object.keys(BY).map(() => new SessionWatch())
  readonly peak: PeakWatch
  /** Requests by what told their visitors apart, as in BY. */
  readonly by = new Uint32Array(Object.keys(BY).length)
  requests = 0
  /** Requests that came more than some minutes after later ones: the lines are not in order of time. */
  late = 0
  firstMs = 0
  lastMs = 0
  inFlight: InFlight | null = null

  constructor({ windowMinutes, words }: FoldOptions) {
    this.paths = new PathTree(() => this.#newTally(), words)
    this.peak = new PeakWatch(windowMinutes, (first, minutes) => this.keepPeak(first, minutes))
  }

  /** False where its time is far from all others. */
  request(line: Uint8Array, request: RequestReader): boolean {
    const { atMs } = request
    if (this.requests === 0) this.firstMs = this.lastMs = atMs
    if (Math.abs(atMs - this.lastMs) > FARTHEST_MS) return false
    if (atMs > this.lastMs) this.lastMs = atMs
    else if (atMs < this.lastMs - LATE_MINUTES * MINUTE_MS) this.late++
    this.requests++
    const minute = Math.max(0, Math.floor((atMs - this.firstMs) / MINUTE_MS))
    this.peak.request(minute)
    const tally = this.paths.tallyOf(line, request).survivor
    tally.count(request.status, Math.floor(atMs / 1_000), minute)
    tally.measure(request.latencyMs, request.responseBytes, request.requestBytes)
    if (request.latencyMs >= 0) {
      this.inFlight ??= new InFlight(this.firstMs)
      this.inFlight.add(request.startMs, request.endMs)
    }
    this.by[request.by] = (this.by[request.by] as number) + 1
    if (request.by !== BY.nothing) {
      this.sessions[request.by]?.request(request.visitor, tally.number, request.startMs, request.endMs)
    }
    return true
  }

  keepPeak(first: number, minutes: number): void {
    for (const tally of this.tallies) if (tally.survivor === tally) tally.minutes.keep(first, minutes)
    this.inFlight?.closeMinutes(first + minutes)
    this.inFlight?.minutes.keep(first, minutes)
  }

  #newTally(): EndpointTally {
    if (this.tallies.length >= MOST_TALLIES) return this.overflow
    const tally = new EndpointTally(this.tallies.length)
    this.tallies.push(tally)
    return tally
  }
}
