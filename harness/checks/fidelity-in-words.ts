import { formatRate } from '../model/duration.ts'
import type { EntryOf } from '../model/evidence.ts'
import type { EndpointFidelity } from '../model/facts-of-fidelity.ts'
import { plural } from './wording.ts'

type Fidelity = EntryOf<'traffic.fidelity'>

/** Titles of what a replay was like; figures follow in the same order. */
export const FIDELITY_TITLES = ['endpoint', 'asked', 'sent', 'error', 'gaps', 'p50, production', 'p99, production']

/** An endpoint of a replay as a row of texts: the baseline's latencies beside production's, a dash where nobody knows. */
export function replayedInWords(one: EndpointFidelity): readonly string[] {
  const { production, baseline } = one
  return [
    one.endpoint,
    formatRate(one.modelPerSecond),
    formatRate(one.sentPerSecond),
    percent(one.rateError, 1),
    one.arrivalDistance === null ? '-' : one.arrivalDistance.toFixed(3),
    `${milliseconds(baseline.p50Ms)}, ${milliseconds(production?.p50Ms ?? null)}`,
    `${milliseconds(baseline.p99Ms)}, ${milliseconds(production?.p99Ms ?? null)}`,
  ]
}

/** How production-like the baseline was, in one line. `gaps` is the worst Kolmogorov–Smirnov distance. */
export function fidelityInWords(fidelity: Fidelity): string {
  const { model, window, factor, covered, endpoints, leftOut, journeys, concurrency } = fidelity
  const [worst] = endpoints.toSorted((one, other) => Math.abs(other.rateError) - Math.abs(one.rateError))
  const distances = endpoints.flatMap(({ arrivalDistance }) => arrivalDistance ?? [])
  return [
    `${model}, ${window === 'peak' ? 'its peak window' : 'the mean of its log'}${factor === 1 ? '' : ` × ${factor}`}`,
    `${percent(covered, 0)} of its requests${leftOut.length === 0 ? '' : ` (${plural(leftOut.length, 'endpoint')} left out)`}`,
    journeys ? 'sessions as journeys' : 'no journeys',
    ...(worst === undefined ? [] : [`rates within ${percent(Math.abs(worst.rateError), 1)} (${worst.endpoint})`]),
    ...(distances.length === 0 ? [] : [`gaps within ${Math.max(...distances).toFixed(3)}`]),
    ...(concurrency === null
      ? []
      : [
          `${concurrency.baseline.toFixed(1)} in flight (production ${concurrency.production.toFixed(1)}, curve error ${percent(concurrency.error, 0)})`,
        ]),
  ].join(', ')
}

/** What the model has and the replay did not send, a sentence each. */
export function leftOutInWords({ leftOut }: Fidelity): readonly string[] {
  return leftOut.map(
    ({ endpoint, perSecond, because }) => `not replayed: ${endpoint}, ${formatRate(perSecond)}: ${because}`,
  )
}

function percent(share: number, digits: number): string {
  const rounded = Number((100 * share).toFixed(digits))
  // No -0.0: what is nothing has no sign.
  return `${(rounded === 0 ? 0 : rounded).toFixed(digits)} %`
}

function milliseconds(ms: number | null): string {
  return ms === null ? '-' : `${Number(ms.toPrecision(3))} ms`
}
