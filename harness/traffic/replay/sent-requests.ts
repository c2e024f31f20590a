import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import type { LongRequest } from '../long-requests.ts'

/** A request of the replay: when it was sent, which may be later than it was due, and when it was answered. */
export type SentRequest = LongRequest

/** Within the run's folder: one JSON list a line, in the order of the answers. */
export const SENT_FILE = join('k6', 'sent.jsonl')

/** Keeps each request of a replay as it comes, so that they take no memory. */
export class SentRequestsFile {
  readonly #stream

  constructor(folder: string) {
    this.#stream = createWriteStream(join(folder, SENT_FILE))
  }

  add({ endpoint, fromMs, toMs }: SentRequest): void {
    this.#stream.write(`${JSON.stringify([endpoint, thousandth(fromMs), thousandth(toMs)])}\n`)
  }

  async close(): Promise<void> {
    if (!this.#stream.closed) await finished(this.#stream.end())
  }
}

/** Reads those that were under way between two times. */
export async function sentBetween(folder: string, fromMs: number, toMs: number): Promise<readonly SentRequest[]> {
  const found: SentRequest[] = []
  for await (const line of createInterface({ input: createReadStream(join(folder, SENT_FILE)) })) {
    const [endpoint, sentMs, answeredMs] = JSON.parse(line) as [string, number, number]
    if (answeredMs > fromMs && sentMs < toMs) found.push({ endpoint, fromMs: sentMs, toMs: answeredMs })
  }
  return found
}

function thousandth(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
