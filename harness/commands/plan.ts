import { resolve } from 'node:path'
import { foreignInWords } from '../checks/nights-in-words.ts'
import { latestNight } from '../comparison/history.ts'
import type { Night } from '../comparison/night.ts'
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
  /** Folder of the nights; `.fulldress/history` unless said. */
  readonly history?: string
}

/** What a rehearsal would do; starts nothing. Resolves to what goes to stdout, newline included. */
export async function planCommand(
  file: string,
  { json = false, actTime, history = resolve('.fulldress', 'history') }: PlanOptions = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const planned = planRehearsal(await readSpec(file, env), { actTimeMs: actTime })
  const { night, foreign } = latestNight(history, planned.rehearsal)
  const known = knownEndpoints(night)
  const plan = { ...planned, warnings: [...planned.warnings, ...(foreign === 0 ? [] : [foreignInWords(foreign)])] }
  if (!json) return printPlan(plan, known)
  const seen = { resolutions: resolutions(plan), visible: visibles(plan, known) }
  const document = { fulldress: 1, plan, ...seen, leastMs: leastMs(plan) }
  return `${JSON.stringify(document, hideSecrets, 2)}\n`
}

/** Rates and spreads of the latest run of this rehearsal that is in the history. */
function knownEndpoints(night: Night | null): readonly KnownEndpoint[] {
  return (night?.endpoints ?? []).flatMap(({ endpoint, ratePerSecond, sigma }) =>
    sigma === null ? [] : [{ endpoint, ratePerSecond, sigma }],
  )
}

/** Secrets come from the environment of whoever plans, and must not leave with a plan that is passed on. */
function hideSecrets(key: string, value: unknown): unknown {
  return typeof value === 'string' && SECRET.test(key) ? '(hidden)' : value
}
