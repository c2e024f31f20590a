import { RehearsalError } from '../errors.ts'
import { MOST_ARRIVALS_PER_SECOND, type ScenarioDescription } from '../model/traffic.ts'
import type { Visits } from './visits.ts'

const MOST_VUS = 200_000
/** Requests of the journeys that are under way at once, which are drawn ahead as well. */
const MOST_UNDER_WAY = 1_000_000

/** Throws `spec-invalid` where a model, times the factor, asks for more than can be replayed. */
export function refuseTooMuch(file: string, scenarios: readonly ScenarioDescription[], visits: Visits | null): void {
  const journeys = visits === null ? [] : [...visits.requestsPerSecond.values()]
  const alone = scenarios.filter(({ exec }) => exec === 'request').map(({ ratePerSecond }) => ratePerSecond ?? 0)
  const perSecond = sum([...journeys, ...alone])
  const vus = sum(scenarios.map((scenario) => scenario.vus))
  const perJourney = visits === null || visits.perSecond === 0 ? 0 : sum(journeys) / visits.perSecond
  const underWay = (visits?.atOnce ?? 0) * perJourney
  // Not a number is too much as well.
  if (!(perSecond <= MOST_ARRIVALS_PER_SECOND))
    throw tooMuch(file, `${MOST_ARRIVALS_PER_SECOND} requests per second`, perSecond)
  if (!(vus <= MOST_VUS)) throw tooMuch(file, `${MOST_VUS} VUs`, vus)
  if (!(underWay <= MOST_UNDER_WAY)) throw tooMuch(file, `${MOST_UNDER_WAY} requests in journeys under way`, underWay)
}

function tooMuch(file: string, most: string, found: number): RehearsalError {
  return new RehearsalError(
    'spec-invalid',
    `expected ${file} to ask for at most ${most}, found ${Math.round(found)}`,
    'lower `traffic.factor`, or in the model the rates, latencies and think times, and let sessions end: `ends` in its rows',
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
