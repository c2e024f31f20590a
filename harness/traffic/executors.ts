import { goDurationMs } from './go-duration.ts'
import type { ScriptScenario, ScriptStage } from './script-options.ts'

/** The rate of an arrival-rate executor, at its peak where it ramps; null for executors that know no rate. */
export function peakRateOf(scenario: ScriptScenario): { readonly ratePerSecond: number; readonly note: string } | null {
  const perSecond = 1000 / (goDurationMs(scenario.timeUnit ?? '1s') ?? 1000)
  if (scenario.executor === 'constant-arrival-rate') {
    return {
      ratePerSecond: (scenario.rate ?? 0) * perSecond,
      note: 'constant-arrival-rate replaced by an open schedule at its rate',
    }
  }
  if (scenario.executor !== 'ramping-arrival-rate') return null
  const stages = scenario.stages ?? []
  const peak = Math.max(scenario.startRate ?? 0, ...stages.map(({ target }) => target ?? 0)) * perSecond
  const mean = meanTarget(scenario.startRate ?? 0, stages) * perSecond
  const note = `ramping-arrival-rate replaced by an open schedule at its peak rate, ${short(peak)}/s (its mean is ${short(mean)}/s)`
  return { ratePerSecond: peak, note }
}

/** A closed loop for the executors that count VUs: as many as it would have had at most, for the whole run. */
export function loopOf(scenario: ScriptScenario, otherwise: number): { readonly vus: number; readonly note: string } {
  const targets = (scenario.stages ?? []).map(({ target }) => target ?? 0)
  const vus = Math.max(scenario.vus ?? 0, scenario.startVUs ?? 0, ...targets, 0) || otherwise
  const kept =
    scenario.executor === 'constant-vus' ? 'constant-vus kept' : `${scenario.executor} replaced by constant-vus`
  return {
    vus,
    note: `${kept}: a closed loop of ${vus} ${vus === 1 ? 'VU' : 'VUs'} for the whole run, which hides stalls; give it a rate in the spec`,
  }
}

function meanTarget(start: number, stages: readonly ScriptStage[]): number {
  let before = start
  let area = 0
  let length = 0
  for (const { duration, target } of stages) {
    const lasting = goDurationMs(duration) ?? 0
    area += ((before + (target ?? 0)) / 2) * lasting
    length += lasting
    before = target ?? 0
  }
  return length === 0 ? start : area / length
}

function short(value: number): number {
  return Number(value.toPrecision(3))
}
