import type { TransitionPhase } from '../model/act.ts'
import { affected } from './clients.ts'
import { type Phase, type Play, requestsOf } from './play.ts'

const THIRTY_DAYS_S = 30 * 24 * 3_600

/** Whose budget it is: that of all requests, or of an endpoint with an objective of its own. */
export interface Scope {
  readonly endpoint: string | null
  readonly objective: number
}

/** What a transition cost, and what that is of a month's budget at production's rate. */
export interface Bill extends Scope {
  readonly phase: Phase
  readonly lost: number
  readonly inProduction: number
  /** Requests per second in production that are within the scope. */
  readonly productionRate: number
  /** Of the 30-day error budget; infinite where the objective leaves no budget. */
  readonly share: number
}

/** All requests together, and each endpoint that has an objective of its own. */
export function scopesOf({ limits }: Play): readonly Scope[] {
  const own = limits.endpoints.flatMap(({ endpoint, objective }) =>
    objective === undefined || endpoint === '*' ? [] : [{ endpoint, objective }],
  )
  return [{ endpoint: null, objective: limits.objective }, ...own]
}

/** null where the transition saw no requests, or none of the scope in baseline either. */
export function billOf(play: Play, act: TransitionPhase, scope: Scope): Bill | null {
  const phase = play.phases.get(act)
  if (phase === undefined || requestsOf(phase) + phase.lag.dropped === 0) return null
  const baseline = play.phases.get('baseline')
  const rate = rateOf(baseline, scope) ?? rateOf(phase, scope) ?? 0
  if (scope.endpoint !== null && rate === 0) return null
  const whole = rateOf(baseline, { endpoint: null }) ?? rateOf(phase, { endpoint: null }) ?? 0
  const productionRate = scaled(play, { rate, whole })
  const lost = lostIn(phase, scope)
  const inProduction = rate === 0 ? 0 : (lost * productionRate) / rate
  const budget = THIRTY_DAYS_S * productionRate * (1 - scope.objective)
  const share = lost === 0 ? 0 : rate === 0 ? Number.POSITIVE_INFINITY : inProduction / budget
  return { ...scope, phase, lost, inProduction, productionRate, share }
}

/** An endpoint has the share of production's rate that it has of the rehearsal's. */
function scaled({ limits }: Play, { rate, whole }: { readonly rate: number; readonly whole: number }): number {
  if (limits.productionRate === null) return rate
  return whole === 0 || rate === whole ? limits.productionRate : (limits.productionRate * rate) / whole
}

/** A request that could not be sent because all users still waited is one that failed; ours alone are not the system's. */
function lostIn(phase: Phase, { endpoint }: Scope): number {
  const some = phase.endpoints.filter((one) => endpoint === null || one.endpoint === endpoint)
  const lost = some.reduce((sum, one) => sum + lostAt(phase, one.endpoint, one.failed), 0)
  return lost + (endpoint === null ? phase.lag.droppedBusy : 0)
}

/** Failed and stalled requests of an endpoint, those that were both counted once. */
export function lostAt(phase: Phase, endpoint: string, failed: number): number {
  const windows = phase.stalls.filter((window) => window.endpoint === endpoint)
  const failedInWindows = windows.reduce((sum, window) => sum + window.failed, 0)
  return Math.max(0, failed - failedInWindows) + windows.reduce((sum, window) => sum + affected(window), 0)
}

function rateOf(phase: Phase | undefined, { endpoint }: Pick<Scope, 'endpoint'>): number | null {
  if (phase === undefined) return null
  const requests =
    endpoint === null ? requestsOf(phase) : (phase.endpoints.find((one) => one.endpoint === endpoint)?.requests ?? 0)
  const perSecond = requests / ((phase.toMs - phase.fromMs) / 1_000)
  return Number.isFinite(perSecond) && perSecond > 0 ? perSecond : null
}
