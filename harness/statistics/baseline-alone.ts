import type {
  AsSlowRestored,
  MetricComparison,
  OnlyByRestored,
  Pairing,
  QuantileName,
} from '../model/facts-of-judging.ts'
import type { Trial } from './blocks.ts'
import { type Drawing, type Labels, pairLabels, smallestP } from './labels.ts'
import { type Measured, measure } from './metrics-of-trial.ts'
import { stepDown } from './step-down.ts'

/** An endpoint with what the three phases together call REGRESSED. */
export interface Candidate {
  readonly trial: Trial
  readonly quantile: QuantileName | null
  readonly metrics: readonly Pick<MetricComparison, 'metric' | 'after'>[]
}

export interface Against extends Drawing {
  readonly alpha: number
  readonly pairing: Pairing
}

/**
 * Those of the candidates that are not worse than A1 alone. Triplets cancel a drift that is even, not a step: where
 * the machine, or what was restored, is quicker after the soak than it was before, an unchanged soak lies above both
 * together. All candidates are tested at once, and nothing else, so that a true regression is hardly ever missed.
 */
export function onlyByRestored(candidates: readonly Candidate[], against: Against): readonly OnlyByRestored[] {
  return notWorseThan(0, candidates, against)
}

/** Those of the candidates that are not worse than A2 alone: what made them slower was there after the rollback too. */
export function asSlowRestored(candidates: readonly Candidate[], against: Against): readonly AsSlowRestored[] {
  return notWorseThan(2, candidates, against)
}

/** Candidates whose soak is not worse, beyond chance, than one phase of the old version alone. */
function notWorseThan(other: 0 | 2, candidates: readonly Candidate[], against: Against): readonly OnlyByRestored[] {
  const worse = candidates.filter(({ metrics }) => metrics.length > 0)
  const [first] = worse
  if (first === undefined || first.trial.phases.length < 3) return []
  const lengths = first.trial.phases.map(({ length }) => length)
  const [before, after] = [lengths[other] ?? 0, lengths[1] ?? 0]
  const labels = pairLabels([before, after], against.pairing, against)
  const held = worse.flatMap((candidate) => {
    const soak = measurePair(candidate, [other, 1], labels)
    const none = { ...labels, labellings: 0 }
    const [first, restored] = [measurePair(candidate, [0, 1], none), measurePair(candidate, [0, 2], none)]
    return candidate.metrics.map(({ metric, after }) => {
      const of = (measured: readonly Measured[]) => measured.find((one) => one.metric === metric)
      const values = { baseline: of(first)?.before ?? null, soak: after, restored: of(restored)?.after ?? null }
      return { endpoint: candidate.trial.endpoint, metric, ...values, statistics: of(soak)?.statistics }
    })
  })
  const tested = stepDown(held.flatMap(({ statistics }) => statistics ?? []))
  const ps = new Map(held.filter(({ statistics }) => statistics !== undefined).map((one, at) => [one, tested[at]]))
  // Pairs of five blocks reach no alpha that triplets of five do; what they can reach has to do.
  const enough = Math.max(against.alpha, smallestP(labels, [before, after]))
  return held
    .map((one) => ({ ...one, p: ps.get(one)?.adjustedP ?? 1 }))
    .filter(({ p }) => p > enough)
    .map(({ statistics: _, ...only }) => only)
}

/** A phase held against another one and nothing else. */
function measurePair(
  { trial, quantile }: Candidate,
  [one, other]: readonly [number, number],
  labels: Labels,
): readonly Measured[] {
  const phases = [trial.phases[one] ?? [], trial.phases[other] ?? []]
  return measure({ endpoint: trial.endpoint, phases, after: 1 }, quantile, { labels, alpha: null })
}
