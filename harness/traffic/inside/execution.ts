import exec from 'k6/execution'

type Execution = Pick<typeof exec, 'instance' | 'scenario' | 'vu'>

let own: Execution | null = null

/**
 * What k6 tells of the run, the scenario and the VU that asks. k6 makes each of the three anew, property by property,
 * whenever a script reads it from `exec`; their properties are asked for at each look, so that a VU can keep them.
 */
export function execution(): Execution {
  own ??= { instance: exec.instance, scenario: exec.scenario, vu: exec.vu }
  return own
}
