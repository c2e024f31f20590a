import { Histogram } from '../../model/histogram.ts'
import { DispersionCount } from './dispersion-count.ts'
import { RecentMinutes } from './recent-minutes.ts'

/** Histograms are for 0.1 to 100,000: as hundreds of bytes that is 10 B to 10 MB. */
const BYTES_OF_ONE = 100

/** What is kept of an endpoint while the log is read: counts and histograms, a few kilobytes whatever its traffic. */
export class EndpointTally {
  /** For sessions, which remember endpoints by number. */
  readonly number: number
  requests = 0
  latencySumMs = 0
  readonly status = new Uint32Array(500)
  readonly minutes = new RecentMinutes()
  readonly dispersion = new DispersionCount()
  readonly latency = new Histogram()
  readonly #responses = new Histogram()
  readonly #requests = new Histogram()
  #mergedInto: EndpointTally | null = null

  constructor(number: number) {
    this.number = number
  }

  /** The tally that this one's requests are counted in by now. */
  get survivor(): EndpointTally {
    return this.#mergedInto === null ? this : this.#mergedInto.survivor
  }

  count(status: number, second: number, minute: number): void {
    this.requests++
    this.status[status - 100] = (this.status[status - 100] as number) + 1
    this.minutes.add(minute, 1)
    this.dispersion.add(second)
  }

  measure(latencyMs: number, responseBytes: number, requestBytes: number): void {
    if (latencyMs >= 0) {
      this.latency.add(latencyMs)
      this.latencySumMs += latencyMs
    }
    if (responseBytes >= 0) this.#responses.add(responseBytes / BYTES_OF_ONE)
    if (requestBytes >= 0) this.#requests.add(requestBytes / BYTES_OF_ONE)
  }

  /** Bytes below or at which the share `q` of answers was; null where the log does not say. */
  responseBytes(q: number): number | null {
    return bytes(this.#responses, q)
  }

  requestBytes(q: number): number | null {
    return bytes(this.#requests, q)
  }

  merge(other: EndpointTally): void {
    if (other === this) return
    this.requests += other.requests
    this.latencySumMs += other.latencySumMs
    for (const [index, count] of other.status.entries()) this.status[index] = (this.status[index] as number) + count
    this.minutes.merge(other.minutes)
    this.dispersion.merge(other.dispersion)
    this.latency.merge(other.latency)
    this.#responses.merge(other.#responses)
    this.#requests.merge(other.#requests)
    other.#mergedInto = this
  }
}

function bytes(histogram: Histogram, q: number): number | null {
  const quantile = histogram.quantile(q)
  return quantile === null ? null : Math.round(quantile * BYTES_OF_ONE)
}
