import { resolve } from 'node:path'
import { latestNight } from '../comparison/history.ts'
import { planRehearsal } from '../plan/plan-rehearsal.ts'
import { printPlan } from '../plan/print.ts'
import { leastMs, resolutions } from '../plan/resolution.ts'
import { type KnownEndpoint, visibles } from '../plan/visible.ts'
import { readSpec } from '../spec/read.ts'

const SECRET = /password|secret|token|credential|api_?key|authorization|cookie/i

export interface PlanOptions {
  readonly json?: boolean
  /** Length of each steady act, in ms. */
  readonly actTime?: number
}

/** What a rehearsal would do; starts nothing. Resolves to what goes to stdout, newline included. */
export async function planCommand(
  file: string,
  { json = false, actTime }: PlanOptions = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const plan = planRehearsal(await readSpec(file, env), { actTimeMs: actTime })
  const known = knownEndpoints(plan.rehearsal)
  if (!json) return printPlan(plan, known)
  const seen = { resolutions: resolutions(plan), visible: visibles(plan, known) }
  const document = { fulldress: 1, plan, ...seen, leastMs: leastMs(plan) }
  return `${JSON.stringify(document, hideSecrets, 2)}\n`
}

/** Rates and spreads of the latest run of this rehearsal that is in the history. */
function knownEndpoints(rehearsal: string): readonly KnownEndpoint[] {
  const night = latestNight(resolve('.fulldress', 'history'), rehearsal)
  return (night?.endpoints ?? []).flatMap(({ endpoint, ratePerSecond, sigma }) =>
    sigma === null ? [] : [{ endpoint, ratePerSecond, sigma }],
  )
}

/** Secrets come from the environment of whoever plans, and must not leave with a plan that is passed on. */
function hideSecrets(key: string, value: unknown): unknown {
  return typeof value === 'string' && SECRET.test(key) ? '(hidden)' : value
}
