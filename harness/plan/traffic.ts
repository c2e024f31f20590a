import { RehearsalError } from '../errors.ts'
import { formatRate } from '../model/duration.ts'
import type { ReplayDescription } from '../model/replay.ts'
import type { TrafficDescription } from '../model/traffic.ts'
import type { Spec } from '../spec/spec.ts'
import { type PlannedReplay, planReplay } from './replay.ts'

/** The spec's traffic, a model's among it, and what is to be said of what the model lacks. */
export function planTraffic(
  { replay: wish, ...traffic }: Spec['traffic'],
  steadyMs: number,
): {
  readonly traffic: Pick<TrafficDescription, 'scenarios' | 'environment' | 'ledgers' | 'replay'>
  readonly warnings: readonly string[]
} {
  if (wish === undefined) return { traffic, warnings: [] }
  const planned = planReplay(
    wish,
    traffic.scenarios.map(({ name }) => name),
    steadyMs,
  )
  const { replay } = planned
  const scenarios = [...traffic.scenarios, ...planned.scenarios]
  if (scenarios.length === 0) throw nothingLeft(replay)
  return {
    traffic: { ...traffic, scenarios, replay },
    warnings: [...leftOutWarnings(replay), ...oneByOneWarnings(planned)],
  }
}

function leftOutWarnings({ file, leftOut, endpoints }: ReplayDescription): readonly string[] {
  const sum = (list: readonly { readonly perSecond: number }[]) =>
    list.reduce((total, { perSecond }) => total + perSecond, 0)
  const all = sum(leftOut) + sum(endpoints)
  return leftOut.map(({ endpoint, perSecond, because }) => {
    const part = all === 0 ? 0 : (100 * perSecond) / all
    return `${endpoint} of ${file} is not replayed (${formatRate(perSecond)}, ${part.toFixed(1)} % of its requests): ${because}`
  })
}

/** Journeys were asked for, if only by default. */
function oneByOneWarnings({ replay: { file }, oneByOne }: PlannedReplay): readonly string[] {
  return oneByOne === null
    ? []
    : [
        `sessions of ${file} are not replayed as journeys but request by request, each endpoint at its rate: ${oneByOne}`,
      ]
}

function nothingLeft({ file, leftOut }: ReplayDescription): RehearsalError {
  const [first] = leftOut
  const found = first === undefined ? 'none' : `none that can be sent: ${first.endpoint}: ${first.because}`
  return new RehearsalError(
    'spec-invalid',
    `expected endpoints with a rate in ${file}, found ${found}`,
    'fill in `values` and `body` in the model, where it says null; fulldress plan names what is left out',
  )
}
