/** What a log line may say of a request. `request` is the whole `GET /path HTTP/1.1`, else `method` and `target`. */
export const ROLES = [
  'time',
  'request',
  'method',
  'target',
  'status',
  'responseBytes',
  'requestBytes',
  'latency',
  'user',
  'address',
  'forwarded',
  'agent',
  'cookie',
] as const

export type Role = (typeof ROLES)[number]

/** Where each role stands in `Slices`. */
export const SLOT = Object.fromEntries(ROLES.map((role, index) => [role, index])) as Readonly<Record<Role, number>>

/** What a variable of a format means; null where it means nothing here. */
export interface FieldMeaning {
  readonly role: Role | null
  readonly latencyUnitMs?: number
}

/** Where in the bytes of a line each role was found; `begins` is -1 for what was not. Reused from line to line. */
export class Slices {
  readonly begins = new Int32Array(ROLES.length)
  readonly ends = new Int32Array(ROLES.length)

  clear(): void {
    this.begins.fill(-1)
  }

  set(slot: number, begin: number, end: number): void {
    this.begins[slot] = begin
    this.ends[slot] = end
  }
}

/** A log format, ready to take lines apart. */
export interface LineFormat {
  /** As it is told to the user and written into the model. */
  readonly name: string
  /** What was found where, for the user: `latency in request_time, in s`. */
  readonly reading: readonly string[]
  /** Milliseconds of one unit of `latency`. */
  readonly latencyUnitMs: number
  /** nginx stamps the end of a request, Apache its start. */
  readonly stamps: 'start' | 'end'
  /** The first line holds names. */
  readonly hasHeader?: boolean
  /** Whether the line has the format; the slices are those of `line`, whose bytes it may rewrite. */
  readonly read: (line: Uint8Array, start: number, end: number, slices: Slices) => boolean
}
