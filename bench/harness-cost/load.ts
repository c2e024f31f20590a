import { join } from 'node:path'
import { run } from '../../harness/process/run.ts'
import type { K6 } from '../../harness/traffic/traffic.ts'

/** How the time is cut: slices with and without watching, by turns, under one unbroken load. */
export interface Slices {
  /** Epoch ms of the first. */
  readonly startMs: number
  readonly count: number
  readonly lengthMs: number
  /** The beginning of each slice, in which watching begins or ends, counts for nobody. */
  readonly settleMs: number
}

export interface Answered {
  /** Requests answered. */
  readonly perSecond: number
  readonly p99Ms: number
}

export interface LoadResult {
  readonly slices: readonly Answered[]
  readonly dropped: number
}

/** `closed`: so many users, each as fast as it is answered; else iterations of two requests, so many a second. */
export type Model = 'closed' | { readonly iterationsPerSecond: number }

export interface LoadOptions {
  readonly k6: K6
  readonly url: string
  readonly model: Model
  readonly signal: AbortSignal
}

const CLOSED_USERS = 16
/** Enough that none is dropped while the service hiccups. */
const OPEN_USERS = 100

/** One run of k6. Its answer is worth nothing where requests failed, so it rejects then. */
export async function load({ k6, url, model, signal }: LoadOptions, slices: Slices): Promise<LoadResult> {
  const { startMs, count, lengthMs, settleMs } = slices
  const closed = model === 'closed'
  const numbers = { START_MS: startMs, SLICES: count, SLICE_MS: lengthMs, SETTLE_MS: settleMs }
  const env = {
    BASE_URL: url,
    VUS: String(closed ? CLOSED_USERS : OPEN_USERS),
    ...(closed ? {} : { RATE: String(model.iterationsPerSecond) }),
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
  }
  const args = ['run', '--quiet', '--no-usage-report', '--address', '', join(import.meta.dirname, 'requests.ts')]
  const timeoutMs = startMs - Date.now() + count * lengthMs + 60_000
  const { exitCode, stdout, tail } = await run(k6.path, args, { env, timeoutMs, signal })
  signal.throwIfAborted()
  if (exitCode !== 0) throw new Error(`expected k6 to end well, found exit code ${exitCode}: ${tail}`)
  const result = JSON.parse(stdout) as LoadResult & { readonly wrong: number }
  if (result.wrong > 0) throw new Error(`expected every request to be answered, found ${result.wrong} that were not`)
  return result
}
