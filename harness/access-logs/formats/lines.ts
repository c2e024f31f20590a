const NEWLINE = 10
const CARRIAGE_RETURN = 13

/** No request line is that long; what is longer is no text, and would fill the memory. */
const LONGEST_BYTES = 1024 * 1024

/** The bytes of a line from `start` up to and without `end`, the line break and a carriage return taken off. */
export type LineHandler = (bytes: Buffer, start: number, end: number) => void

/** Cuts a stream of buffers into lines without making strings of them, or copying more than the one across two chunks. */
export class Lines {
  readonly #handle: LineHandler
  #rest: Buffer = Buffer.alloc(0)

  constructor(handle: LineHandler) {
    this.#handle = handle
  }

  push(chunk: Buffer): void {
    let start = 0
    if (this.#rest.length > 0) {
      const end = chunk.indexOf(NEWLINE)
      const joined = Buffer.concat([this.#rest, end === -1 ? chunk : chunk.subarray(0, end)])
      if (end === -1 && joined.length < LONGEST_BYTES) {
        this.#rest = joined
        return
      }
      this.#line(joined, 0, joined.length)
      start = end === -1 ? chunk.length : end + 1
    }
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start)
      if (end === -1) break
      this.#line(chunk, start, end)
      start = end + 1
    }
    // A copy, so that a whole chunk does not stay in memory for the sake of half a line.
    this.#rest = Buffer.from(chunk.subarray(start))
  }

  /** The last line may lack its line break. */
  finish(): void {
    if (this.#rest.length > 0) this.#line(this.#rest, 0, this.#rest.length)
    this.#rest = Buffer.alloc(0)
  }

  #line(bytes: Buffer, start: number, end: number): void {
    const last = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
    if (last > start) this.#handle(bytes, start, last)
  }
}
