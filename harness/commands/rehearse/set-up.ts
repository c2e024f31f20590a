import { RehearsalError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { canIsolate, isInside, runIsolated } from '../../staging/namespace.ts'
import { prepareProcesses } from '../../staging/prepare.ts'
import { prepareSources } from '../../staging/source.ts'
import type { News } from '../../status/audience.ts'
import { findK6 } from '../../traffic/find.ts'
import type { K6 } from '../../traffic/player.ts'
import type { RuntimeName } from './runtime.ts'

export interface SetUp {
  readonly k6: K6
  readonly weaker: readonly string[]
}

/** The exit code of a rehearsal that was performed by another process, in a namespace without a way out. */
export interface PerformedInside {
  readonly exitCode: number
}

/**
 * Fetches everything that may have to be downloaded, before anything is started. In processes the rehearsal itself
 * then runs in a namespace where the kernel allows one; this process only waits for it, and tells what it hears of it.
 */
export async function setUp(
  plan: Plan,
  runtime: RuntimeName,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: ((news: News) => void) | undefined },
): Promise<SetUp | PerformedInside> {
  const progress = (line: string) => void process.stderr.write(`${line}\n`)
  const prepare = runtime === 'processes' ? prepareProcesses : prepareSources
  const k6 = await both(findK6({ env: process.env, progress, signal }), prepare(plan.stage, progress))
  signal.throwIfAborted()
  if (runtime === 'containers' || isInside()) return { k6, weaker: [] }
  if (!(await canIsolate())) return { k6, weaker: ['egress is not isolated: this machine allows no network namespace'] }
  // What is inside finds the same k6 without looking for it.
  const exitCode = await runIsolated(
    [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
    { ...process.env, K6_BIN: k6.path },
    tell && ((message) => tell(message as News)),
  )
  return { exitCode }
}

/** What the first resolves with, once both have ended: whoever lacks two things is told of two. */
async function both<T>(first: Promise<T>, second: Promise<unknown>): Promise<T> {
  const [one, other] = await Promise.allSettled([first, second])
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return one.value
  const [reason, another] = [one, other].flatMap((ended) => (ended.status === 'rejected' ? [ended.reason] : []))
  if (!(reason instanceof RehearsalError && another instanceof RehearsalError)) throw reason
  const message = `${reason.message}\n${another.message}`
  throw new RehearsalError(reason.code, message, `${reason.hint}; ${another.hint}`, another)
}
