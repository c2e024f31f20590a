import { decimalAt } from './numbers.ts'

const ZERO = 48
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MONTH_BY_CODE = new Map(MONTHS.map((name, month) => [codeOf(Buffer.from(name), 0), month]))
const HOUR_MS = 3_600_000
/** A leap second is written as the sixtieth. */
const DAY_SECONDS = 86_400

/**
 * Times as access logs write them, in ms since 1970: `21/Nov/2026:18:25:39 +0000`, ISO 8601, or seconds, ms, µs or ns since
 * 1970. NaN for anything else. What a line shares with the one before, day and zone, is not worked out again.
 */
export class Timestamps {
  /** Whether every time so far was a whole second: what is counted per second is then all the log can tell. */
  wholeSeconds = true
  #dayKey = -1
  #dayMs = 0
  #zoneKey = -1
  #zoneMs = 0

  read(line: Uint8Array, start: number, end: number): number {
    const ms = this.#read(line, line[start] === 91 /* [ */ ? start + 1 : start, line[end - 1] === 93 ? end - 1 : end)
    if (ms % 1_000 !== 0) this.wholeSeconds = false
    return ms
  }

  #read(line: Uint8Array, start: number, end: number): number {
    const length = end - start
    if (length >= 20 && line[start + 2] === 47 && line[start + 6] === 47 && line[start + 11] === 58) {
      return this.#common(line, start, end)
    }
    if (length >= 19 && line[start + 4] === 45 && line[start + 7] === 45) return this.#iso(line, start, end)
    const number = decimalAt(line, start, end)
    return number > 0 ? sinceEpoch(number) : Date.parse(Buffer.from(line.subarray(start, end)).toString('latin1'))
  }

  /** `21/Nov/2026:18:25:39 +0000`, with milliseconds in some formats. */
  #common(line: Uint8Array, start: number, end: number): number {
    const month = MONTH_BY_CODE.get(codeOf(line, start + 3)) ?? -1
    const year = two(line, start + 7) * 100 + two(line, start + 9)
    return this.#moment({ line, day: two(line, start), month, year, clock: start + 12, end })
  }

  /** `2026-11-21T18:25:39.123+01:00`; without a zone it is UTC. */
  #iso(line: Uint8Array, start: number, end: number): number {
    const year = two(line, start) * 100 + two(line, start + 2)
    return this.#moment({
      line,
      day: two(line, start + 8),
      month: two(line, start + 5) - 1,
      year,
      clock: start + 11,
      end,
    })
  }

  #moment({ line, day, month, year, clock, end }: Moment): number {
    const key = (year * 16 + month) * 32 + day
    if (key !== this.#dayKey) {
      if (!(month >= 0 && month < 12 && day > 0 && day < 32)) return Number.NaN
      this.#dayKey = key
      this.#dayMs = Date.UTC(year, month, day)
    }
    const seconds = two(line, clock) * 3_600 + two(line, clock + 3) * 60 + two(line, clock + 6)
    if (!(seconds >= 0 && seconds <= DAY_SECONDS)) return Number.NaN
    let at = clock + 8
    let fraction = 0
    if (line[at] === 46 || line[at] === 44) {
      let scale = 100
      for (at++; at < end && digit(line[at]); at++, scale /= 10) fraction += ((line[at] as number) - ZERO) * scale
    }
    return this.#dayMs + seconds * 1_000 + fraction - this.#zone(line, at, end)
  }

  /** `Z`, ` +0100`, `+01:00`, or nothing. */
  #zone(line: Uint8Array, from: number, end: number): number {
    const at = line[from] === 32 ? from + 1 : from
    const sign = line[at]
    if (at >= end || (sign !== 43 && sign !== 45)) return 0
    const key = two(line, at + 1) * 100 + two(line, line[at + 3] === 58 ? at + 4 : at + 3)
    const signed = sign === 45 ? -key - 1 : key + 1
    if (signed === this.#zoneKey) return this.#zoneMs
    this.#zoneKey = signed
    this.#zoneMs = (sign === 45 ? -1 : 1) * (Math.floor(key / 100) * HOUR_MS + (key % 100) * 60_000)
    return this.#zoneMs
  }
}

interface Moment {
  readonly line: Uint8Array
  readonly day: number
  readonly month: number
  readonly year: number
  readonly clock: number
  readonly end: number
}

/** The unit is told by the size: seconds until the year 5138, then ms, µs, ns. */
function sinceEpoch(number: number): number {
  if (number < 1e11) return number * 1_000
  if (number < 1e14) return number
  return number < 1e17 ? number / 1_000 : number / 1_000_000
}

function two(line: Uint8Array, at: number): number {
  return ((line[at] as number) - ZERO) * 10 + (line[at + 1] as number) - ZERO
}

function digit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9
}

function codeOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)
}
