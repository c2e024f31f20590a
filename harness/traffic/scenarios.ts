import { RehearsalError } from '../errors.ts'
import { MOST_ARRIVALS_PER_SECOND, type ScenarioDescription } from '../model/traffic.ts'
import { loopOf, peakRateOf } from './executors.ts'
import type { ScriptOptions, ScriptScenario } from './script-options.ts'

/** A scenario as it will be played. `ratePerSecond` null is a closed loop of `vus`. */
export interface PlannedScenario {
  readonly name: string
  readonly script: string
  readonly exec: string
  readonly ratePerSecond: number | null
  readonly vus: number
  readonly env: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  /** What was changed of what the script asked for; empty where nothing was. */
  readonly note: string
}

/** Maps the spec's scenarios and the scripts' own onto open schedules and closed loops. Names end up unique. */
export function planScenarios(
  described: readonly ScenarioDescription[],
  optionsOf: (script: string) => ScriptOptions,
): readonly PlannedScenario[] {
  const planned = described.flatMap((description) => planOne(description, optionsOf(description.script)))
  const taken = new Set<string>()
  return planned.map(({ group, ...scenario }) => {
    // Thresholds select scenarios by the script's names, so these stay as they are unless two scripts share one.
    const name = taken.has(scenario.name) ? `${group}_${scenario.name}` : scenario.name
    taken.add(name)
    return { ...scenario, name }
  })
}

type Planned = PlannedScenario & { readonly group: string }

function planOne(description: ScenarioDescription, options: ScriptOptions): readonly Planned[] {
  const own = Object.entries(options.scenarios ?? {})
  const { name, script, exec, vus } = description
  if (exec === null && own.length > 0) return own.map(([key, scenario]) => planOwn(key, scenario, own, description))
  const like = own.find(([key, scenario]) => key === name || scenario.exec === exec)?.[1]
  const asked = like ?? simpleScenario(options)
  const about = { group: name, name, script, exec: exec ?? 'default', env: like?.env ?? {}, tags: like?.tags ?? {} }
  if (description.ratePerSecond !== null) {
    const note = asked === null ? '' : `${asked.executor} replaced by an open schedule at the spec's rate`
    return [{ ...about, ratePerSecond: description.ratePerSecond, vus, note }]
  }
  return [{ ...about, ...scheduleOf(asked ?? { executor: 'constant-vus', vus }, vus) }]
}

function planOwn(
  name: string,
  scenario: ScriptScenario,
  all: readonly (readonly [string, ScriptScenario])[],
  description: ScenarioDescription,
): Planned {
  const { script, ratePerSecond: specRate, name: group, vus } = description
  const about = {
    group,
    name,
    script,
    exec: scenario.exec ?? 'default',
    env: scenario.env ?? {},
    tags: scenario.tags ?? {},
  }
  if (specRate === null) return { ...about, ...scheduleOf(scenario, vus) }
  const rates = all.map(([, one]) => peakRateOf(one)?.ratePerSecond ?? null)
  const known = rates.every((rate) => rate !== null) ? rates.reduce((sum, rate) => sum + rate, 0) : 0
  const share = known > 0 ? (peakRateOf(scenario)?.ratePerSecond ?? 0) / known : 1 / all.length
  const part = all.length === 1 ? '' : `, of which it takes ${Math.round(share * 1000) / 10} %`
  const note = `${scenario.executor} replaced by an open schedule at the spec's rate, ${specRate}/s${part}`
  return { ...about, ratePerSecond: specRate * share, vus: Math.max(vus, mostVus(scenario)), note }
}

function scheduleOf(scenario: ScriptScenario, vus: number) {
  const begin = scenario.startTime && scenario.startTime !== '0s' ? `; startTime ${scenario.startTime} is ignored` : ''
  const peak = peakRateOf(scenario)
  if (peak !== null) {
    if (!(peak.ratePerSecond <= MOST_ARRIVALS_PER_SECOND)) throw tooMany(peak.ratePerSecond)
    return { ratePerSecond: peak.ratePerSecond, vus: Math.max(vus, mostVus(scenario)), note: peak.note + begin }
  }
  const loop = loopOf(scenario, vus)
  return { ratePerSecond: null, vus: loop.vus, note: loop.note + begin }
}

function tooMany(ratePerSecond: number): RehearsalError {
  return new RehearsalError(
    'script-broken',
    `expected executors of the scripts with at most ${MOST_ARRIVALS_PER_SECOND} iterations per second, found ${ratePerSecond}`,
    "lower it in the script's options, or give the scenario a `rate` in the spec",
  )
}

function mostVus({ maxVUs, preAllocatedVUs }: ScriptScenario): number {
  return Math.max(maxVUs ?? 0, preAllocatedVUs ?? 0)
}

/** `vus` and `stages` beside a default function, the short form of one scenario. */
function simpleScenario({ vus, stages }: ScriptOptions): ScriptScenario | null {
  if (stages && stages.length > 0) return { executor: 'ramping-vus', startVUs: vus ?? 1, stages }
  return vus ? { executor: 'constant-vus', vus } : null
}
