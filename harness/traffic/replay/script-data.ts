import type { ReplayDescription, ReplayedEndpoint } from '../../model/replay.ts'
import type { DrawnJourneys, JourneyStep } from './journeys.ts'

/** What scenarios/replay.ts reads, as JSON; scenarios/lib/replayed.ts says the same inside k6. */
export interface ScriptData {
  readonly endpoints: readonly ScriptEndpoint[]
  /** Listed values of all parameters, one list after the other. */
  readonly texts: readonly string[]
  readonly journeys: readonly (readonly JourneyStep[])[]
  /** How many of the journeys are those under way at the epoch. */
  readonly underWay: number
  readonly seed: number
}

interface ScriptEndpoint
  extends Pick<ReplayedEndpoint, 'name' | 'scenario' | 'method' | 'path' | 'body' | 'headers' | 'answersWithBody'> {
  readonly parameters: readonly ScriptParameter[]
}

/** Whole numbers from `first` on, or texts from place `first` on; `used` of the `count` there are. */
interface ScriptParameter {
  readonly name: string
  readonly listed: boolean
  readonly first: number
  readonly count: number
  readonly used: number
}

/** The model's endpoints and the drawn journeys as the script reads them. */
export function scriptData({ endpoints }: ReplayDescription, drawn: DrawnJourneys | null, seed: number): ScriptData {
  const texts: string[] = []
  const parametersOf = ({ parameters }: ReplayedEndpoint) =>
    parameters.map(({ name, values, cardinality }): ScriptParameter => {
      const listed = !('first' in values)
      const first = listed ? texts.length : values.first
      const count = listed ? values.length : values.last - values.first + 1
      if (listed) texts.push(...values)
      return { name, listed, first, count, used: Math.max(1, Math.min(cardinality, count)) }
    })
  return {
    endpoints: endpoints.map((endpoint) => {
      const { name, scenario, method, path, body, headers, answersWithBody } = endpoint
      return { name, scenario, method, path, body, headers, answersWithBody, parameters: parametersOf(endpoint) }
    }),
    texts,
    journeys: drawn?.journeys ?? [],
    underWay: drawn?.arrivals.underWay ?? 0,
    seed,
  }
}
