import { type Entry, entriesOf } from '../model/evidence.ts'

/** Scenarios that run as closed loops: their requests come when the last answer did, not when a schedule says. */
export function unscheduledScenarios(entries: readonly Entry[]): readonly string[] {
  const scenarios = entriesOf(entries, 'traffic.started').at(-1)?.scenarios ?? []
  return scenarios.filter(({ ratePerSecond }) => ratePerSecond === null).map(({ name }) => name)
}
