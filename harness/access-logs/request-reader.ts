import { decimalAt, wholeNumberAt } from './formats/numbers.ts'
import { type LineFormat, SLOT, Slices } from './formats/slices.ts'
import { Timestamps } from './formats/timestamps.ts'
import { methodAt } from './methods.ts'
import { BY, visitorOf } from './visitors.ts'

const SPACE = 32
/** What took longer than a day is a stamp or a slip, and one of them would be all of a mean. */
const LONGEST_LATENCY_MS = 24 * 60 * 60 * 1_000

/**
 * Takes requests from the lines of a log. What it found stands in its own fields until the next line, so that a
 * log of gigabytes makes no objects. Absent numbers are -1.
 */
export class RequestReader {
  atMs = 0
  /** Index in METHODS. */
  method = 0
  targetStart = 0
  targetEnd = 0
  status = 0
  latencyMs = -1
  responseBytes = -1
  requestBytes = -1
  /** A hash of who asked; only ever compared with others. */
  visitor = 0
  by: number = BY.nothing
  /** Hashes of where the request came from and of what asked, 0 unless the visitor is told apart by them. */
  address = 0
  agent = 0
  readonly #format: LineFormat
  readonly #slices = new Slices()
  readonly #timestamps = new Timestamps()

  constructor(format: LineFormat) {
    this.#format = format
  }

  get wholeSeconds(): boolean {
    return this.#timestamps.wholeSeconds
  }

  /** False where the line holds no request, time or status. */
  read(line: Uint8Array, start: number, end: number): boolean {
    const slices = this.#slices
    if (!this.#format.read(line, start, end, slices)) return false
    const { begins, ends } = slices
    this.status = wholeNumberAt(line, begins[SLOT.status] as number, ends[SLOT.status] as number)
    if (this.status < 100 || this.status > 599) return false
    const timeStart = begins[SLOT.time] as number
    if (timeStart < 0) return false
    this.atMs = this.#timestamps.read(line, timeStart, ends[SLOT.time] as number)
    if (!(this.atMs > 0) || !this.#target(line)) return false
    const latency = decimalAt(line, begins[SLOT.latency] as number, ends[SLOT.latency] as number)
    const latencyMs = latency * this.#format.latencyUnitMs
    this.latencyMs = latencyMs >= 0 && latencyMs <= LONGEST_LATENCY_MS ? latencyMs : -1
    this.responseBytes = wholeNumberAt(line, begins[SLOT.responseBytes] as number, ends[SLOT.responseBytes] as number)
    this.requestBytes = wholeNumberAt(line, begins[SLOT.requestBytes] as number, ends[SLOT.requestBytes] as number)
    this.#visitor(line)
    return true
  }

  /** Milliseconds since 1970 at which the request began, as far as the log tells. */
  get startMs(): number {
    return this.latencyMs > 0 && this.#format.stamps === 'end' ? this.atMs - this.latencyMs : this.atMs
  }

  get endMs(): number {
    return this.latencyMs > 0 && this.#format.stamps === 'start' ? this.atMs + this.latencyMs : this.atMs
  }

  /** The request read last, with its target in bytes of its own. It is of this class, so that reading stays as quick. */
  copy(line: Uint8Array): { readonly request: RequestReader; readonly target: Buffer } {
    const target = Buffer.from(line.subarray(this.targetStart, this.targetEnd))
    const place = { targetStart: 0, targetEnd: target.length }
    return { request: Object.assign(new RequestReader(this.#format), this, place), target }
  }

  #target(line: Uint8Array): boolean {
    const { begins, ends } = this.#slices
    const request = begins[SLOT.request] as number
    if (request < 0 || (begins[SLOT.target] as number) >= 0) {
      this.method = methodAt(line, begins[SLOT.method] as number, ends[SLOT.method] as number)
      this.targetStart = begins[SLOT.target] as number
      this.targetEnd = ends[SLOT.target] as number
    } else {
      const requestEnd = ends[SLOT.request] as number
      let at = request
      while (at < requestEnd && line[at] !== SPACE) at++
      this.method = methodAt(line, request, at)
      this.targetStart = at + 1
      for (at++; at < requestEnd && line[at] !== SPACE; at++);
      this.targetEnd = at
    }
    return this.method >= 0 && this.targetStart >= 0 && this.#path(line)
  }

  /** Takes off the origin that proxies log, the query and the fragment; what does not begin with a slash then is no path. */
  #path(line: Uint8Array): boolean {
    let at = this.targetStart
    if (line[at] !== 47 && line[at + 4] === 58 /* http: */) at += 7
    else if (line[at] !== 47 && line[at + 5] === 58 /* https: */) at += 8
    if (at !== this.targetStart) while (at < this.targetEnd && line[at] !== 47) at++
    if (at >= this.targetEnd || line[at] !== 47) return false
    this.targetStart = at
    while (at < this.targetEnd && line[at] !== 63 && line[at] !== 35) at++
    this.targetEnd = at
    return true
  }

  #visitor(line: Uint8Array): void {
    const { begins, ends } = this.#slices
    const cookie = visitorOf(line, begins[SLOT.cookie] as number, ends[SLOT.cookie] as number, BY.cookie)
    this.address = 0
    this.agent = 0
    const user = cookie !== 0 ? 0 : visitorOf(line, begins[SLOT.user] as number, ends[SLOT.user] as number, BY.user)
    if (cookie !== 0 || user !== 0) {
      this.by = cookie !== 0 ? BY.cookie : BY.user
      this.visitor = cookie !== 0 ? cookie : user
      return
    }
    const forwarded = visitorOf(line, begins[SLOT.forwarded] as number, ends[SLOT.forwarded] as number, BY.address)
    const address =
      forwarded !== 0
        ? forwarded
        : visitorOf(line, begins[SLOT.address] as number, ends[SLOT.address] as number, BY.address)
    this.address = address
    this.by = address === 0 ? BY.nothing : BY.address
    // Behind one address of a company or a carrier are many people; their browsers tell some of them apart.
    const agent = visitorOf(line, begins[SLOT.agent] as number, ends[SLOT.agent] as number, BY.address)
    this.agent = agent
    this.visitor = address === 0 ? 0 : (address ^ Math.imul(agent, 31)) >>> 1
  }
}
