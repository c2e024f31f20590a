import { check, sleep } from 'k6'
import exec from 'k6/execution'
import http, { type RefinedResponse } from 'k6/http'
import { drawBetween, drawValue, type Place } from './lib/draw.ts'
import { type ReplayedEndpoint, readReplayed } from './lib/replayed.ts'
import { type Filling, fillTemplate } from './lib/template.ts'

/** What a script of one's own may add to the requests of a replay. */
export interface ReplayOptions {
  /** Headers for all requests to an endpoint, such as the token of a login; those of the model win. */
  readonly headers?: (endpoint: ReplayedEndpoint) => Readonly<Record<string, string>>
  /** Called with each answer: for checks, or to note a write. */
  readonly answered?: (response: RefinedResponse<'text'>, endpoint: ReplayedEndpoint) => void
}

/** When this VU came to be: two runs against one database must not write the same reference. */
const born = Date.now().toString(36)
let written = 0

/**
 * Replays a learned model: `request` sends one request of the endpoint whose scenario it is called for, `journey` one
 * session. What, when and how often is the model's, drawn before the run, so that each phase is asked the same.
 */
export function replaying({ headers = () => ({}), answered = () => undefined }: ReplayOptions = {}) {
  const replayed = readReplayed()
  const own = Array.from(replayed.endpoints)
  const send = (endpoint: ReplayedEndpoint, place: Place) => {
    const filling = fillingAt(place, endpoint)
    const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(filling.parameter(name) ?? ''),
    )
    const body = endpoint.body === null ? null : fillTemplate(endpoint.body, filling)
    const typed = body === null || typeof body === 'string' ? {} : { 'Content-Type': 'application/json' }
    const sent = {
      ...typed,
      ...headers(endpoint),
      ...(fillTemplate(endpoint.headers, filling) as typeof endpoint.headers),
    }
    const text = body === null || typeof body === 'string' ? body : JSON.stringify(body)
    const params = { headers: sent, tags: { name: endpoint.name }, responseType: 'text' as const }
    const response = http.request(endpoint.method, `${__ENV.BASE_URL}${path}`, text, params)
    if (endpoint.answersWithBody) check(response, { [`${endpoint.name} is not answered blank`]: isNotBlank })
    answered(response, endpoint)
  }
  const fillingAt = (place: Place, { parameters }: ReplayedEndpoint): Filling => ({
    unique: () => `${born}-${exec.vu.idInTest}-${written++}`,
    between: (first, last) => drawBetween(place, `${first}..${last}`, first, last),
    parameter: (name) => {
      const parameter = parameters.find((one) => one.name === name)
      return parameter === undefined ? undefined : drawValue(place, parameter, replayed.texts)
    },
    variable: (name) => __ENV[name],
  })
  return {
    request: () => {
      // k6 makes `exec.scenario` anew whenever it is read, which beside each of many endpoints would take longer than a request.
      const { name, iterationInTest: turn } = exec.scenario
      const endpoint = own.find(({ scenario }) => scenario === name)
      if (endpoint === undefined) throw new Error(`the model has no endpoint for the scenario ${name}`)
      send(endpoint, { seed: replayed.seed, turn, step: 0 })
    },
    journey: () => {
      const turn = exec.scenario.iterationInTest
      for (const [step, [thinkMs, number]] of journeyAt(turn).entries()) {
        if (thinkMs > 0) sleep(thinkMs / 1000)
        const endpoint = own[number]
        if (endpoint !== undefined) send(endpoint, { seed: replayed.seed, turn, step })
      }
    },
  }

  function journeyAt(turn: number) {
    const { journeys, underWay } = replayed
    const place = turn < underWay ? turn : underWay + ((turn - underWay) % (journeys.length - underWay))
    return journeys[place] ?? []
  }
}

/** An error has its own check; a blank screen is answered with 200. */
function isNotBlank({ status, body }: RefinedResponse<'text'>): boolean {
  return status !== 200 || (typeof body === 'string' && body.trim() !== '')
}

export const { request, journey } = replaying()
