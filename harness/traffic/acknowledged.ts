import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'

/** Writes acknowledged writes as they stream in, so that they take no memory. */
export class AcknowledgedFile {
  readonly file: string
  readonly #stream

  constructor(folder: string) {
    this.file = join(folder, 'k6', 'acknowledged.jsonl')
    this.#stream = createWriteStream(this.file)
  }

  add(ledger: string, key: string, atMs: number): void {
    this.#stream.write(`${JSON.stringify({ ledger, key, atMs: Math.round(atMs) })}\n`)
  }

  async close(): Promise<void> {
    if (!this.#stream.closed) await finished(this.#stream.end())
  }
}
