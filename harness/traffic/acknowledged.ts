import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'

/** A write that a client was promised, or that went without an answer, as the file of a run keeps it. */
export interface RecordedWrite {
  readonly ledger: string
  readonly key: string
  readonly atMs: number
  /** What the same VU had asked for last: `POST /orders`. */
  readonly endpoint: string
  /** Hashes of the fields that the spec compares, in its order; `-` where the script did not tell one. */
  readonly content?: readonly string[]
  /** The client never heard what became of it. */
  readonly unanswered?: true
}

/** Writes acknowledged writes as they stream in, so that they take no memory. */
export class AcknowledgedFile {
  readonly file: string
  readonly #stream

  constructor(folder: string) {
    this.file = join(folder, 'k6', 'acknowledged.jsonl')
    this.#stream = createWriteStream(this.file)
  }

  add({ ledger, key, atMs, endpoint, content, unanswered }: RecordedWrite): void {
    const line = { ledger, key, atMs: Math.round(atMs), endpoint, content, unanswered }
    this.#stream.write(`${JSON.stringify(line)}\n`)
  }

  async close(): Promise<void> {
    if (!this.#stream.closed) await finished(this.#stream.end())
  }
}
