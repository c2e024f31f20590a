import { resolve } from 'node:path'
import type { ReplayWish } from '../model/replay.ts'
import type { ScenarioDescription } from '../model/traffic.ts'
import type { TrafficModel } from '../model/traffic-model.ts'
import type { ShapedSpec } from './schema.ts'
import type { Spec } from './spec.ts'
import { trustLedgers } from './trust-writes.ts'

/** What clients do; `model` is what was read from the file that the spec names, null where it names none. */
export function trustTraffic(
  traffic: ShapedSpec['traffic'],
  folder: string,
  model: TrafficModel | null,
): Spec['traffic'] {
  const { scenarios, environment, ledgers } = traffic
  const replay = model === null ? {} : { replay: trustReplay(traffic, folder, model) }
  return {
    environment,
    scenarios: Object.entries(scenarios).map(
      ([name, { script, exec = null, rate = null, vus }]): ScenarioDescription => ({
        name,
        script: resolve(folder, script),
        exec,
        ratePerSecond: rate,
        vus,
      }),
    ),
    ledgers: trustLedgers(ledgers),
    ...replay,
  }
}

function trustReplay(
  { model: file = '', window = 'peak', factor = 1, journeys = true, replay: script }: ShapedSpec['traffic'],
  folder: string,
  model: TrafficModel,
): ReplayWish {
  return { file, model, window, factor, journeys, script: script === undefined ? null : resolve(folder, script) }
}
