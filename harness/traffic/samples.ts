import { COMMA, CsvRows, decimal, Fields } from './csv.ts'
import { Identities, type Identity } from './identities.ts'
import { metadataOf, thirdField, vuOf } from './row-parts.ts'

/** One HTTP request. `latencyMs` is from the call to the last byte, waiting for a connection included. */
export interface RequestSample {
  readonly scenario: string
  readonly method: string
  /** The `name` tag: the URL unless the script named the request. */
  readonly name: string
  readonly vu: number
  readonly endMs: number
  readonly latencyMs: number
  /** Until the request was written, for the last time where k6's transport wrote it again: part of `latencyMs`. */
  readonly sendingMs: number
  readonly failed: boolean
  readonly errorCode: string
}

/** A sample of one of the wrapper's own metrics, or of `checks`. */
export interface MarkSample {
  readonly metric: string
  readonly atMs: number
  readonly value: number
  readonly scenario: string
  /** Name of the check, for `checks`. */
  readonly check: string
  readonly metadata: ReadonlyMap<string, string>
}

export interface SampleSink {
  request(sample: RequestSample): void
  mark(sample: MarkSample): void
}

const COLUMNS = [
  'timestamp',
  'metric_value',
  'check',
  'error_code',
  'expected_response',
  'method',
  'name',
  'scenario',
  'metadata',
] as const
type Column = (typeof COLUMNS)[number]

/**
 * Reads k6's CSV as it streams. A request is a run of rows, `http_reqs` first, of which only five matter; most rows
 * are passed over after a look at a byte or two of their metric's name.
 */
export class SampleReader {
  readonly #sink: SampleSink
  readonly #rows: CsvRows
  readonly #identities = new Identities()
  #fields = new Fields(0)
  #columns: Readonly<Record<Column, number>> | null = null
  #request: PendingRequest | null = null

  constructor(sink: SampleSink) {
    this.#sink = sink
    this.#rows = new CsvRows((buffer, start, end) => this.#row(buffer, start, end))
  }

  push(chunk: Buffer): void {
    this.#rows.push(chunk)
  }

  /** Hands over the request whose last rows have come; call it when the stream has ended. */
  finish(): void {
    if (this.#request !== null) this.#sink.request(requestOf(this.#request))
    this.#request = null
  }

  #row(buffer: Buffer, start: number, end: number): void {
    const first = buffer[start]
    if (this.#columns === null) this.#header(buffer.toString('utf8', start, end))
    else if (first === 104 /* h */ && buffer[start + 4] === 95 /* http_ */) this.#http(buffer, start, end)
    else if (first === 102 /* f: fulldress_ */ || first === 99 /* c: checks */) this.#mark(buffer, start, end)
  }

  #http(buffer: Buffer, start: number, end: number): void {
    const kind = buffer[start + 9]
    const isLong = (length: number) => buffer[start + length] === COMMA
    if (kind === COMMA /* http_reqs */) this.finish()
    else if (kind === 100 && isLong('http_req_duration'.length)) this.#duration(buffer, start, end)
    else if (this.#request === null) return
    else if (kind === 98 && isLong('http_req_blocked'.length)) this.#request.blockedMs = thirdField(buffer, start)
    else if (kind === 99 && isLong('http_req_connecting'.length)) this.#request.connectingMs = thirdField(buffer, start)
    else if (kind === 115 && isLong('http_req_sending'.length)) this.#request.sendingMs = thirdField(buffer, start)
    else if (kind === 102 && isLong('http_req_failed'.length)) this.#request.failed = thirdField(buffer, start) === 1
  }

  #duration(buffer: Buffer, start: number, end: number): void {
    const columns = this.#columns
    if (columns === null) return
    this.finish()
    const fields = this.#fields
    fields.split(buffer, start, end)
    const number = (column: number) => decimal(buffer, fields.begins[column] ?? 0, fields.ends[column] ?? 0)
    this.#request = {
      identity: this.#identities.of(buffer, fields, columns),
      vu: vuOf(buffer, fields.begins[columns.metadata] ?? 0, end),
      endMs: number(columns.timestamp) / 1000,
      durationMs: number(columns.metric_value),
      blockedMs: 0,
      connectingMs: 0,
      sendingMs: 0,
      errorCode: fields.isEmpty(columns.error_code) ? '' : fields.text(buffer, columns.error_code),
      failed: null,
    }
  }

  #mark(buffer: Buffer, start: number, end: number): void {
    const columns = this.#columns
    if (columns === null) return
    this.finish()
    this.#fields.split(buffer, start, end)
    const text = (column: number) => this.#fields.text(buffer, column)
    const metric = text(0)
    if (metric !== 'checks' && !metric.startsWith('fulldress_')) return
    this.#sink.mark({
      metric,
      atMs: Number(text(columns.timestamp)) / 1000,
      value: Number(text(columns.metric_value)),
      scenario: text(columns.scenario),
      check: text(columns.check),
      metadata: metadataOf(text(columns.metadata)),
    })
  }

  #header(line: string): void {
    const names = line.split(',')
    this.#columns = Object.fromEntries(COLUMNS.map((name) => [name, names.indexOf(name)])) as Record<Column, number>
    this.#fields = new Fields(names.length)
  }
}

interface PendingRequest {
  readonly identity: Identity
  readonly vu: number
  readonly endMs: number
  readonly durationMs: number
  readonly errorCode: string
  blockedMs: number
  connectingMs: number
  sendingMs: number
  /** null until `http_req_failed` comes; it does not for requests whose script switched it off. */
  failed: boolean | null
}

function requestOf({
  identity,
  vu,
  endMs,
  durationMs,
  blockedMs,
  connectingMs,
  sendingMs,
  errorCode,
  failed,
}: PendingRequest): RequestSample {
  // k6's blocked time includes connecting where a connection came about; where none did, only connecting is set.
  const latencyMs = durationMs + Math.max(blockedMs, connectingMs)
  return { ...identity, vu, endMs, latencyMs, sendingMs, errorCode, failed: failed ?? errorCode !== '' }
}
