import type { TransitionPhase } from '../model/act.ts'
import { formatDuration } from '../model/duration.ts'
import { mixedMs, plannedStates } from './mixed-states.ts'
import type { Plan } from './plan.ts'

/** The mixtures of versions and schema that an act passes through, and how long each takes traffic. */
export function printMixedStates(plan: Plan, act: TransitionPhase): readonly string[] {
  const states = plannedStates(plan).filter((one) => one.act === act)
  return states.map(({ state }) => `${state}: takes traffic for ${formatDuration(mixedMs(plan))} at least`)
}
