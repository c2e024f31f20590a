import { RehearsalError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { canIsolate, isInside } from '../../staging/namespace.ts'
import { prepareStage } from '../../staging/prepare.ts'
import { refuseMissingFunctions } from '../../traffic/exported-functions.ts'
import { findK6 } from '../../traffic/find.ts'
import type { K6 } from '../../traffic/traffic.ts'
import type { RuntimeName } from './runtime.ts'

export interface SetUp {
  readonly k6: K6
  /** What this machine cannot show, one sentence each. */
  readonly weaker: readonly string[]
  /** Whether the rehearsal is still to be performed by a process of its own, in a namespace without a way out. */
  readonly isolates: boolean
}

export interface SettingUp {
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/**
 * Fetches everything that may have to be downloaded, before anything is started. In processes whoever asked then has
 * the rehearsal performed in a namespace, where the kernel allows one.
 */
export async function setUp(plan: Plan, runtime: RuntimeName, { progress, signal }: SettingUp): Promise<SetUp> {
  const k6 = await both(findK6({ env: process.env, progress, signal }), prepareStage(runtime, plan.stage, progress))
  signal.throwIfAborted()
  // Inside, it has been asked already by whoever had the rehearsal performed there.
  if (!isInside()) await refuseMissingFunctions(plan.traffic, { k6, signal })
  if (runtime === 'containers' || isInside()) return { k6, weaker: [], isolates: false }
  if (await canIsolate()) return { k6, weaker: [], isolates: true }
  const weaker = ['egress is not isolated: this machine allows no network namespace']
  return { k6, weaker, isolates: false }
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
