import { join } from 'node:path'
import type { LeftOutEndpoint, ReplayDescription, ReplayedEndpoint, ReplayWish } from '../model/replay.ts'
import type { ScenarioDescription } from '../model/traffic.ts'
import type { ModelEndpoint, TrafficModel } from '../model/traffic-model.ts'
import { cannotHold } from './journeys-hold.ts'
import { unfilled } from './placeholders.ts'
import { scenarioNames } from './scenario-names.ts'
import { refuseTooMuch } from './too-much.ts'
import { journeysOf, type Visits } from './visits.ts'

export interface PlannedReplay {
  readonly replay: ReplayDescription
  readonly scenarios: readonly ScenarioDescription[]
  /** Why what belongs to sessions is sent request by request; null where it is not, or was asked to be. */
  readonly oneByOne: string | null
}

/** Of an endpoint's rate, less than this beside its journeys is noise of the log. */
const LEAST_ALONE = 0.02
/** Until the journeys are drawn, which is when their VUs are known. */
const SPARE_VUS = 1.5
/** So long a wait keeps no arrival from its VU. More VUs would cost k6 the time that it is to be punctual with. */
const STALL_SECONDS = 0.25
const JOURNEYS = 'journeys'
const SILENT = {
  peak: 'no request in the peak window; `window: log` takes rates over the whole log',
  log: 'a rate of 0/s',
} as const

/**
 * A model as traffic: what belongs to sessions is sent by journeys, the rest of each endpoint's rate on an open schedule
 * of its own. An endpoint with something missing is left out, and said so. No scenario has a name that is taken. Where
 * journeys could not keep the rates of steady acts of this length, all is sent request by request.
 */
export function planReplay(wish: ReplayWish, taken: readonly string[], steadyMs: number): PlannedReplay {
  const { model, factor, window, file } = wish
  const names = scenarioNames(
    model.endpoints.map(({ name }) => name),
    [...taken, JOURNEYS],
  )
  const perSecond = (one: ModelEndpoint) => factor * (window === 'peak' ? one.peakPerSecond : one.perSecond)
  const learned = wish.journeys && model.sessions !== null ? journeysOf(model, { window, factor }) : null
  const oneByOne = learned === null ? null : cannotHold(learned, { spanMs: model.learned.spanMs, steadyMs })
  const visits = oneByOne === null ? learned : null
  const lacking = new Map(model.endpoints.map((one) => [one.name, lackOf(one)]))
  const endpoints = model.endpoints.flatMap((one, index) =>
    lacking.get(one.name) === null && perSecond(one) > 0
      ? [replayed(one, { scenario: names[index] ?? '', perSecond: perSecond(one), visits })]
      : [],
  )
  const leftOut = model.endpoints.flatMap((one): readonly LeftOutEndpoint[] => {
    const because = lacking.get(one.name) ?? (perSecond(one) > 0 ? null : SILENT[window])
    return because === null ? [] : [{ endpoint: one.name, perSecond: perSecond(one), because }]
  })
  const journeys =
    visits === null || model.sessions === null || visits.perSecond === 0
      ? null
      : { scenario: freeName(JOURNEYS, taken), perSecond: visits.perSecond, ...sessionsOf(model.sessions) }
  const replay = { file, window, factor, endpoints, journeys, leftOut, concurrency: model.concurrency }
  const scenarios = scenariosOf(replay, wish.script ?? OUR_SCRIPT, visits?.atOnce ?? 0)
  refuseTooMuch(file, scenarios, visits)
  return { replay, scenarios, oneByOne }
}

/** Beside the harness in a checkout as in the package, where k6 reads it as it is. */
const OUR_SCRIPT = join(import.meta.dirname, '..', '..', 'scenarios', 'replay.ts')

function replayed(
  one: ModelEndpoint,
  { scenario, perSecond, visits }: { scenario: string; perSecond: number; visits: Visits | null },
): ReplayedEndpoint {
  const alone = Math.max(0, perSecond - (visits?.requestsPerSecond.get(one.name) ?? 0))
  return {
    name: one.name,
    scenario,
    method: one.method,
    path: one.path,
    parameters: one.parameters.map(({ name, values, cardinality }) => ({ name, values: values ?? [], cardinality })),
    body: one.body ?? null,
    headers: one.headers,
    answersWithBody: one.method !== 'HEAD' && (one.responseBytes?.p50 ?? 0) > 0,
    perSecond,
    alonePerSecond: alone < LEAST_ALONE * perSecond ? 0 : alone,
    dispersion: one.dispersion?.index ?? 1,
    latencyMs: one.latencyMs,
  }
}

/** Why an endpoint cannot be sent; null where nothing is missing. */
function lackOf({ needsBody, body, headers, parameters }: ModelEndpoint): string | null {
  const without = parameters.filter(({ values }) => values === null || ('length' in values && values.length === 0))
  const lacks = [
    ...(needsBody && (body === null || body === undefined) ? ['no `body`'] : []),
    ...without.map(({ name }) => `no \`values\` for :${name}`),
    ...unfilled(
      [body, headers],
      parameters.map(({ name }) => name),
    ).map((placeholder) => `nothing that fills ${placeholder}`),
  ]
  return lacks.length === 0 ? null : `the model has ${lacks.join(' and ')}`
}

function sessionsOf({ starts, transitions, idleMs }: NonNullable<TrafficModel['sessions']>) {
  return { starts, transitions, idleMs }
}

function scenariosOf(
  { endpoints, journeys }: ReplayDescription,
  script: string,
  atOnce: number,
): readonly ScenarioDescription[] {
  const alone = endpoints.filter(({ alonePerSecond }) => alonePerSecond > 0)
  return [
    ...(journeys === null
      ? []
      : [
          {
            name: journeys.scenario,
            script,
            exec: 'journey',
            ratePerSecond: journeys.perSecond,
            vus: Math.ceil(SPARE_VUS * atOnce) + 5,
          },
        ]),
    ...alone.map(({ scenario, alonePerSecond, latencyMs }) => ({
      name: scenario,
      script,
      exec: 'request',
      ratePerSecond: alonePerSecond,
      vus: Math.ceil(alonePerSecond * (STALL_SECONDS + (latencyMs?.p99 ?? 0) / 1000)) + 4,
    })),
  ]
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`${name}-of-model`, taken) : name
}
