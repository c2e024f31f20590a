import { RAN_WITHOUT_EXCEPTION } from '../model/traffic.ts'
import type { RecordedWrite } from './acknowledged.ts'
import { type Block, countCheck, endpointOf, newBlock } from './block.ts'
import { EndpointNames } from './endpoint.ts'
import { type Arrivals, dueAfterMs } from './inside/arrivals.ts'
import type { LongRequest } from './long-requests.ts'
import { Pace } from './pace.ts'
import { Recent } from './recent.ts'
import type { MarkSample, RequestSample, SampleSink } from './samples.ts'
import { States } from './states.ts'
import { TimelineFold } from './timeline-fold.ts'

export interface FoldOptions {
  readonly blockMs: number
  readonly stallMs: number
  readonly arrivals: Readonly<Record<string, Arrivals>>
  /** Called for what is not counted here: the epoch, ticks, acknowledged writes, requests one by one. */
  readonly notice: {
    epoch(epochMs: number): void
    tick(atMs: number): void
    acknowledged(write: RecordedWrite): void
    refused(name: string, scenario: string): void
    /** Each request, from when it was sent, which may be later than it was due. */
    answered?(request: LongRequest): void
  }
}

/** k6's codes for an address and a host name on its block list. */
const REFUSED = ['1110', '1111']

/** Methods whose requests are written at once, and which k6's transport writes again where a connection was lost. */
const REPEATED = ['GET', 'HEAD', 'OPTIONS']

/** Younger iterations may just be thinking before their first request. */
const ABANDONED_MS = 10_000

interface Started {
  readonly lagMs: number
  readonly dueMs: number
  readonly open: boolean
}

/** Folds samples into blocks of time. It grows with blocks, endpoints and VUs, not with requests. */
export class Fold implements SampleSink {
  readonly states = new States()
  readonly pace = new Pace()
  readonly recent = new Recent()
  readonly timeline = new TimelineFold()
  readonly #options: FoldOptions
  readonly #blocks = new Map<number, Block>()
  readonly #names = new EndpointNames()
  /** Iterations whose first request is still to come, by VU. */
  readonly #waiting = new Map<number, Started>()
  /** What each VU asked for last, which is what it then acknowledges. */
  readonly #asked = new Map<number, string>()
  #epochMs: number | null = null

  constructor(options: FoldOptions) {
    this.#options = options
  }

  /** null until k6 has told it. */
  get epochMs(): number | null {
    return this.#epochMs
  }

  blocks(fromMs: number, toMs: number): readonly Block[] {
    const [from, to] = [fromMs, toMs].map((atMs) =>
      Math.round((atMs - (this.#epochMs ?? 0)) / this.#options.blockMs),
    ) as [number, number]
    return Array.from({ length: to - from }, (_, offset) => this.#blocks.get(from + offset) ?? newBlock())
  }

  request(sample: RequestSample): void {
    if (REFUSED.includes(sample.errorCode)) this.#options.notice.refused(sample.name, sample.scenario)
    // Requests of setup and teardown carry no scenario, and are nobody's traffic.
    if (sample.scenario === '' || this.#epochMs === null) return
    const started = this.#waiting.get(sample.vu)
    const lateMs = started?.lagMs ?? 0
    if (started !== undefined) this.#waiting.delete(sample.vu)
    const latencyMs = sample.latencyMs + lateMs
    const fromMs = sample.endMs - latencyMs
    const name = this.#names.of(sample.method, sample.name)
    this.#asked.set(sample.vu, name)
    const failed = sample.failed || this.#wasLost(sample)
    // Whoever answered at last has not failed.
    this.states.add({ endpoint: name, fromMs, toMs: sample.endMs }, sample.failed)
    this.#options.notice.answered?.({ endpoint: name, fromMs: sample.endMs - sample.latencyMs, toMs: sample.endMs })
    const endpoint = endpointOf(this.#block(fromMs), name)
    endpoint.latency.add(latencyMs)
    this.pace.add(sample.endMs, latencyMs)
    this.recent.add(name, sample.endMs, latencyMs, failed)
    this.timeline.add(name, { afterMs: fromMs - this.#epochMs, latencyMs, failed })
    if (failed) endpoint.failed++
    const stalled = latencyMs > this.#options.stallMs
    if (!stalled && !failed) return
    const counts = { stalled: stalled ? 1 : 0, failed: failed ? 1 : 0, longestMs: latencyMs }
    endpoint.stalls.add({ fromMs, toMs: sample.endMs, ...counts })
  }

  mark(sample: MarkSample): void {
    const { metric, atMs, value, scenario, check, metadata } = sample
    const { notice } = this.#options
    if (metric === 'fulldress_tick') notice.tick(atMs)
    else if (metric === 'fulldress_epoch') this.#begin(value)
    else if (metric === 'fulldress_start') this.#started(sample)
    else if (metric === 'fulldress_iteration') this.#finished(sample)
    else if (metric === 'fulldress_acknowledged') notice.acknowledged(this.#write(atMs, metadata))
    else if (metric === 'checks' && scenario !== '')
      countCheck(this.#block(atMs), { scenario, name: check }, value === 1)
  }

  /** Counts as dropped what was begun long before and still waits for its first answer: k6 tells nothing of such requests. */
  abandonWaiting(endedMs: number): void {
    for (const { dueMs, open } of this.#waiting.values()) {
      if (!open || endedMs - dueMs < ABANDONED_MS) continue
      const block = this.#block(dueMs)
      block.dropped++
      block.droppedBusy++
      this.timeline.drop(dueMs - (this.#epochMs ?? 0))
    }
    this.#waiting.clear()
  }

  /**
   * Whether the request had waited for longer than a stall when its connection was closed without an answer. k6's
   * transport then asks again by itself, after a swap another version, and tells of nothing but the answer: what was
   * never answered would be no failure. That it took so long to write a request without a body is all that shows it.
   */
  #wasLost({ method, sendingMs }: RequestSample): boolean {
    return sendingMs > this.#options.stallMs && REPEATED.includes(method)
  }

  #begin(epochMs: number): void {
    this.#epochMs = epochMs
    this.#options.notice.epoch(epochMs)
  }

  #started({ scenario, value: lagMs, atMs, metadata }: MarkSample): void {
    const arrivals = this.#options.arrivals[scenario]
    const index = metadata.get('arrival')
    const vu = Number(metadata.get('vu') ?? 0)
    const open = arrivals !== undefined && index !== undefined
    const dueMs = open ? (this.#epochMs ?? 0) + dueAfterMs(arrivals, Number(index)) : atMs
    const busy = metadata.has('busy')
    const block = this.#block(dueMs)
    if (metadata.has('dropped')) {
      block.dropped++
      if (busy) block.droppedBusy++
      this.timeline.drop(dueMs - (this.#epochMs ?? 0))
    } else {
      block.iterations++
      this.#waiting.set(vu, { lagMs, dueMs, open })
    }
    if (!open) return
    block.arrived.set(scenario, (block.arrived.get(scenario) ?? 0) + 1)
    if (metadata.has('dropped')) return
    if (busy) block.busyLate++
    const lag = busy ? block.busyLag : block.idleLag
    lag.add(lagMs)
  }

  #finished({ scenario, value, atMs, metadata }: MarkSample): void {
    this.#waiting.delete(Number(metadata.get('vu') ?? 0))
    countCheck(this.#block(atMs), { scenario, name: RAN_WITHOUT_EXCEPTION }, value === 0)
  }

  #write(atMs: number, metadata: ReadonlyMap<string, string>): RecordedWrite {
    const content = metadata.get('content')?.split('.')
    return {
      ledger: unescaped(metadata, 'ledger'),
      key: unescaped(metadata, 'key'),
      atMs,
      endpoint: this.#asked.get(Number(metadata.get('vu') ?? 0)) ?? '',
      ...(content === undefined ? {} : { content }),
      ...(metadata.has('unanswered') ? { unanswered: true } : {}),
    }
  }

  #index(atMs: number): number {
    return Math.floor((atMs - (this.#epochMs ?? 0)) / this.#options.blockMs)
  }

  #block(atMs: number): Block {
    const index = this.#index(atMs)
    const known = this.#blocks.get(index)
    if (known !== undefined) return known
    const fresh = newBlock()
    this.#blocks.set(index, fresh)
    return fresh
  }
}

function unescaped(metadata: ReadonlyMap<string, string>, key: string): string {
  return decodeURIComponent(metadata.get(key) ?? '')
}
