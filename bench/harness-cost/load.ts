import { join } from 'node:path'
import { run } from '../../harness/process/run.ts'
import type { K6 } from '../../harness/traffic/player.ts'

export interface LoadResult {
  /** Requests answered. */
  readonly perSecond: number
  readonly p99Ms: number
  readonly dropped: number
}

export interface LoadOptions {
  readonly k6: K6
  readonly url: string
  readonly seconds: number
  readonly signal: AbortSignal
}

/** `closed`: so many users, each as fast as it is answered; else iterations of two requests, so many a second. */
export type Model = 'closed' | { readonly iterationsPerSecond: number }

const CLOSED_USERS = 16
/** Enough that none is dropped while the service hiccups. */
const OPEN_USERS = 100

/** One run of k6. Its answer is worth nothing where requests failed, so it rejects then. */
export async function load({ k6, url, seconds, signal }: LoadOptions, model: Model): Promise<LoadResult> {
  const closed = model === 'closed'
  const env = {
    BASE_URL: url,
    SECONDS: String(seconds),
    VUS: String(closed ? CLOSED_USERS : OPEN_USERS),
    ...(closed ? {} : { RATE: String(Math.round(model.iterationsPerSecond)) }),
  }
  const args = ['run', '--quiet', '--no-usage-report', '--address', '', join(import.meta.dirname, 'requests.ts')]
  const { exitCode, stdout, tail } = await run(k6.path, args, { env, timeoutMs: seconds * 1_000 + 60_000, signal })
  signal.throwIfAborted()
  if (exitCode !== 0) throw new Error(`expected k6 to end well, found exit code ${exitCode}: ${tail}`)
  const result = JSON.parse(stdout) as LoadResult & { readonly wrong: number }
  if (result.wrong > 0) throw new Error(`expected every request to be answered, found ${result.wrong} that were not`)
  return result
}
