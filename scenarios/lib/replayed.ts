import { SharedArray } from 'k6/data'

/** An endpoint of the model that is replayed. */
export interface ReplayedEndpoint {
  /** `GET /orders/:id` */
  readonly name: string
  readonly scenario: string
  readonly method: string
  readonly path: string
  /** A text as it is, a map or a list as JSON; null where none is sent. */
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  readonly parameters: readonly Parameter[]
  /** In production's log half of its answers had a body, at least. */
  readonly answersWithBody: boolean
}

/** Whole numbers from `first` on, or of the listed texts those from place `first` on; `used` of `count` are asked for. */
export interface Parameter {
  readonly name: string
  readonly listed: boolean
  readonly first: number
  readonly count: number
  readonly used: number
}

/** A wait and the request after it: `[thinkMs, number of the endpoint]`, -1 for one that is left out. */
export type JourneyStep = readonly [number, number]

/** What a rehearsal hands over: one copy for all VUs, for a list of values may be long. */
export interface Replayed {
  readonly endpoints: ArrayLike<ReplayedEndpoint>
  readonly texts: ArrayLike<string>
  /** By number of the iteration, those under way at the beginning first. */
  readonly journeys: ArrayLike<readonly JourneyStep[]>
  /** How many of them are under way at the beginning, and do not come again. */
  readonly underWay: number
  readonly seed: number
}

/** Reads it from the file that the rehearsal names; only where a script is loaded, as k6's `open` asks. */
export function readReplayed(): Replayed {
  const file = __ENV.FULLDRESS_REPLAY
  if (file === undefined)
    throw new Error('FULLDRESS_REPLAY is not set: this script is played by a rehearsal with traffic.model')
  const part = <T>(name: string) => new SharedArray<T>(`replay: ${name}`, () => JSON.parse(open(file))[name] as T[])
  const [numbers] = new SharedArray<{ seed: number; underWay: number }>('replay: numbers', () => {
    const { seed, underWay } = JSON.parse(open(file))
    return [{ seed, underWay }]
  })
  return {
    endpoints: part<ReplayedEndpoint>('endpoints'),
    texts: part<string>('texts'),
    journeys: part<readonly JourneyStep[]>('journeys'),
    seed: numbers?.seed ?? 0,
    underWay: numbers?.underWay ?? 0,
  }
}
