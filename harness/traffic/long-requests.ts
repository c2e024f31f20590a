import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'

/** One request as its client saw it, epoch milliseconds: `POST /payments`. */
export interface LongRequest {
  readonly endpoint: string
  readonly fromMs: number
  readonly toMs: number
}

/** Shorter ones are not kept: they cannot have waited for a third party that failed. */
const SHORTEST_MS = 40

const FILE = join('k6', 'long-requests.jsonl')

/** Keeps requests that took a while, as they stream in: a stand-in's calls are tied to endpoints by them. */
export class LongRequestsFile {
  readonly #stream

  constructor(folder: string) {
    this.#stream = createWriteStream(join(folder, FILE))
  }

  add({ endpoint, fromMs, toMs }: LongRequest): void {
    if (toMs - fromMs < SHORTEST_MS) return
    const line = { endpoint, fromMs: tenths(fromMs), toMs: tenths(toMs) }
    this.#stream.write(`${JSON.stringify(line)}\n`)
  }

  async close(): Promise<void> {
    if (!this.#stream.closed) await finished(this.#stream.end())
  }
}

/** Reads them back from a run's folder, in the order of their ends; none where no traffic left any. */
export async function* longRequests(folder: string): AsyncGenerator<LongRequest> {
  const path = join(folder, FILE)
  if (!existsSync(path)) return
  for await (const line of createInterface({ input: createReadStream(path) })) {
    // A run that was killed leaves half a line at the end.
    if (line.endsWith('}')) yield JSON.parse(line) as LongRequest
  }
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10
}
