const NEWLINE = 10
const QUOTE = 34
export const COMMA = 44

/** A row's bytes: `buffer[start]` up to and without `end`. Valid only during the call. */
export type RowHandler = (buffer: Buffer, start: number, end: number) => void

/**
 * Cuts a stream of buffers into the rows of a CSV without making strings of them. Quoted fields may hold line breaks;
 * as most chunks hold no quote at all, the way is fast until the first one.
 */
export class CsvRows {
  readonly #handle: RowHandler
  #rest: Buffer = Buffer.alloc(0)

  constructor(handle: RowHandler) {
    this.#handle = handle
  }

  push(chunk: Buffer): void {
    const buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let start = 0
    let quote = buffer.indexOf(QUOTE)
    for (;;) {
      let end = buffer.indexOf(NEWLINE, start)
      if (end === -1) break
      if (quote !== -1 && quote < start) quote = buffer.indexOf(QUOTE, start)
      if (quote !== -1 && quote < end) end = endOfQuoted(buffer, quote)
      if (end === -1) break
      this.#handle(buffer, start, end)
      start = end + 1
    }
    // A copy, so that a whole chunk does not stay in memory for the sake of half a row.
    this.#rest = Buffer.from(buffer.subarray(start))
  }
}

function endOfQuoted(buffer: Buffer, quote: number): number {
  let inside = false
  for (let at = quote; at < buffer.length; at++) {
    const byte = buffer[at]
    if (byte === QUOTE) inside = !inside
    else if (byte === NEWLINE && !inside) return at
  }
  return -1
}

/** Where each field of a row begins and ends; reused from row to row. */
export class Fields {
  readonly begins: Int32Array
  readonly ends: Int32Array

  constructor(columns: number) {
    this.begins = new Int32Array(columns)
    this.ends = new Int32Array(columns)
  }

  split(buffer: Buffer, start: number, end: number): void {
    let begin = start
    let inside = false
    let column = 0
    for (let at = start; at <= end && column < this.begins.length; at++) {
      const byte = at === end ? COMMA : buffer[at]
      if (byte === QUOTE) inside = !inside
      if (byte !== COMMA || inside) continue
      this.begins[column] = begin
      this.ends[column] = at
      column++
      begin = at + 1
    }
    for (; column < this.begins.length; column++) this.begins[column] = this.ends[column] = end
  }

  isEmpty(column: number): boolean {
    return this.begins[column] === this.ends[column]
  }

  text(buffer: Buffer, column: number): string {
    const text = buffer.toString('utf8', this.begins[column], this.ends[column])
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
  }
}

/** A decimal number between two places of a buffer; k6 writes no exponents. */
export function decimal(buffer: Buffer, start: number, end: number): number {
  let value = 0
  let scale = 0
  const negative = buffer[start] === 45
  for (let at = negative ? start + 1 : start; at < end; at++) {
    const byte = buffer[at] ?? 0
    if (byte === 46) scale = 1
    else if (byte < 48 || byte > 57) return Number(buffer.toString('latin1', start, end))
    else {
      value = value * 10 + byte - 48
      scale *= 10
    }
  }
  const sized = scale > 1 ? value / scale : value
  return negative ? -sized : sized
}
