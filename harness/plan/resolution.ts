import { type JudgedQuantile, quantileJudgedWith } from '../model/judged-quantile.ts'
import { stepsBack } from '../model/step.ts'
import { REQUESTS_FOR } from '../model/told-quantile.ts'
import { mixedMs, plannedStates } from './mixed-states.ts'
import type { Plan } from './plan.ts'
import { forwardMs, steadyMs } from './plan-rehearsal.ts'

/** What can be judged of one scenario in a steady act. */
export interface Resolution {
  readonly scenario: string
  readonly ratePerSecond: number | null
  /** null where the script's own options decide. */
  readonly vus: number | null
  /** Arrivals expected in each steady act; null where the script's own options decide. */
  readonly arrivals: number | null
  /** The highest quantile with requests enough, one request per arrival; null where there is none or it is not known. */
  readonly quantile: JudgedQuantile['name'] | null
  /** Act time from which p99 can be judged; null where the script's own options decide. */
  readonly actTimeForP99Ms: number | null
}

/** What the plan's traffic allows to judge, scenario by scenario. */
export function resolutions(plan: Plan): readonly Resolution[] {
  return plan.traffic.scenarios.map(({ name, ratePerSecond, vus }) => {
    const arrivals = ratePerSecond === null ? null : Math.round((ratePerSecond * steadyMs(plan)) / 1_000)
    return {
      scenario: name,
      ratePerSecond,
      vus: ratePerSecond === null ? null : vus,
      arrivals,
      quantile: arrivals === null ? null : quantileJudgedWith(arrivals),
      actTimeForP99Ms: ratePerSecond === null ? null : Math.ceil(REQUESTS_FOR.p99 / ratePerSecond) * 1_000,
    }
  })
}

/**
 * Time that a rehearsal takes at least: its load, its waits and its mixtures of versions. Staging, seeding, the probes on
 * clones and the steps' own work come on top.
 */
export function leastMs(plan: Plan): number {
  const steps = [...plan.upgrade, ...stepsBack(plan.rollback)]
  const waits = steps.reduce((sum, step) => sum + (step.kind === 'wait' ? step.waitMs : 0), 0)
  const phases = plan.rollback.way === 'none' ? 2 : 3
  const mixed = plannedStates(plan).length * mixedMs(plan)
  return plan.warmUpMs + phases * steadyMs(plan) + mixed + forwardMs(plan) + waits
}
