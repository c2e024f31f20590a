import { RehearsalError } from '../errors.ts'
import { formatRate } from '../model/duration.ts'
import type { ReplayDescription } from '../model/replay.ts'
import type { TrafficDescription } from '../model/traffic.ts'
import type { Spec } from '../spec/spec.ts'
import { type PlannedReplay, planReplay } from './replay.ts'

/** Of the endpoints that have no rate; a learned model has dozens of them. */
const MOST_NAMES = 5

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
  const silent = Map.groupBy(
    leftOut.filter(({ perSecond }) => perSecond === 0),
    ({ because }) => because,
  )
  return [
    ...leftOut
      .filter(({ perSecond }) => perSecond > 0)
      .map(({ endpoint, perSecond, because }) => {
        const part = `${((100 * perSecond) / all).toFixed(1)} %`
        return `${endpoint} of ${file} is not replayed (${formatRate(perSecond)}, ${part} of its requests): ${because}`
      }),
    ...[...silent].map(([because, group]) => {
      const names = group.slice(0, MOST_NAMES).map(({ endpoint }) => endpoint)
      const more = group.length > MOST_NAMES ? ` and ${group.length - MOST_NAMES} more` : ''
      return `${names.join(', ')}${more} of ${file} ${group.length === 1 ? 'is' : 'are'} not replayed: ${because}`
    }),
  ]
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
