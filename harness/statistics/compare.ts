import type {
  BodyRise,
  Comparison,
  EndpointComparison,
  Hangs,
  JudgingLimits,
  JudgingOptions,
  MetricComparison,
  OnlyByRestored,
  QuantileName,
  Triplets,
} from '../model/facts-of-judging.ts'
import { msAtBucket } from '../model/histogram.ts'
import { answerEndpoint, answerMetric, type Bench } from './answers.ts'
import { asSlowRestored, onlyByRestored } from './baseline-alone.ts'
import { beforeOf, requestsOf, type Trial } from './blocks.ts'
import { bodyRise } from './body.ts'
import { oddEven, restored } from './controls.ts'
import { type Design, designOf, perPhase } from './design.ts'
import { falseDiscovery } from './false-discovery.ts'
import { hangsOf } from './hangs.ts'
import { type Measured, measure } from './metrics-of-trial.ts'
import { powerTonight } from './positive-control.ts'
import { comparedQuantile, tailOf } from './quantile-choice.ts'
import { criticalValue, stepDown } from './step-down.ts'
import { quantilePosition } from './tails-of-trial.ts'

/**
 * Holds the soak against the baseline and what was restored, endpoint by endpoint, and says REGRESSED, EQUIVALENT,
 * IMPROVED or INCONCLUSIVE of each, with the controls that say how far to trust it. Pure and seeded: the same triplets
 * always get the same answer.
 */
export function compareTriplets(triplets: Triplets, options: JudgingOptions): Comparison {
  const designed = designOf(triplets, options)
  const endpoints = designed.trials.map((trial) => ({
    trial,
    quantile: comparedQuantile(perPhase(trial)),
    limits: options.limitsOf[trial.endpoint] ?? options.limits,
  }))
  const bounding = designed.design.canGate ? options.alpha : null
  const measured = endpoints.map(({ trial, quantile }) =>
    measure(trial, quantile, { labels: designed.labels, alpha: bounding }),
  )
  const bare = answered(measured.flat(), designed, options)
  const regressedIn = (all: readonly Answered[]) =>
    endpoints.map((one) => ({
      ...one,
      metrics: answersOf(all, one.trial).filter(({ answer }) => answer === 'regressed'),
    }))
  const step = onlyByRestored(regressedIn(bare), options)
  const answers = step.length === 0 ? bare : bare.map((one) => withoutStep(one, step))
  const stayed = asSlowRestored(regressedIn(answers), options)
  const hangs = hangsOf(endpoints, { labels: designed.labels, canGate: designed.design.canGate })
  const controlled = endpoints.map(({ trial, quantile, limits }) => ({
    endpoint: trial.endpoint,
    baseline: trial.phases[0] ?? [],
    restored: trial.phases[2] ?? null,
    quantile,
    limits,
  }))
  const critical = criticalValue(
    measured.flat().map(({ statistics }) => statistics),
    options.alpha,
  )
  return {
    design: designed.design,
    endpoints: endpoints.map((judged, at) => {
      const body = bodyRise(judged.trial, judged.quantile, { ...judged, labels: designed.labels, alpha: options.alpha })
      const metrics = answersOf(answers, judged.trial)
      const hung = hangs.get(judged.trial.endpoint) ?? []
      return endpointOf({ ...judged, metrics, body, hangs: hung }, options, {
        critical,
        canGate: designed.design.canGate,
        at,
      })
    }),
    controls: {
      oddEven: oddEven(controlled, options),
      restored: restored(controlled, options),
      ...(step.length > 0 && { onlyByRestored: step }),
      ...(stayed.length > 0 && { asSlowRestored: stayed }),
    },
  }
}

interface Answered {
  readonly endpoint: string
  readonly answer: MetricComparison
}

function answersOf(answers: readonly Answered[], { endpoint }: Trial): readonly MetricComparison[] {
  return answers.filter((one) => one.endpoint === endpoint).map(({ answer }) => answer)
}

/** Slower than both together, and only because one of them is quicker than the other: nobody knows. */
function withoutStep({ endpoint, answer }: Answered, step: readonly OnlyByRestored[]): Answered {
  if (!step.some((one) => one.endpoint === endpoint && one.metric === answer.metric)) return { endpoint, answer }
  const because = `${answer.because}, but not beyond chance than the baseline alone: restored is better than it was`
  return {
    endpoint,
    answer: { ...answer, answer: 'inconclusive', because, settledBy: 'a rehearsal on a steady machine' },
  }
}

interface JudgedEndpoint {
  readonly trial: Trial
  readonly quantile: QuantileName | null
  readonly limits: JudgingLimits
  readonly metrics: readonly MetricComparison[]
  readonly body: BodyRise | null
  readonly hangs: readonly Hangs[]
}

function endpointOf(
  { trial, quantile, limits, metrics, body, hangs }: JudgedEndpoint,
  { gates, seed }: JudgingOptions,
  { critical, canGate, at }: { readonly critical: number; readonly canGate: boolean; readonly at: number },
): EndpointComparison {
  const [baseline = [], soak = [], after = null] = trial.phases
  const planted = after !== null && quantile !== null && canGate
  return {
    endpoint: trial.endpoint,
    gate: gates.includes(trial.endpoint),
    requests: {
      baseline: requestsOf(baseline),
      soak: requestsOf(soak),
      restored: after === null ? null : requestsOf(after),
    },
    quantile,
    answer: answerEndpoint(metrics, body, hangs),
    metrics,
    ...(body !== null && { body }),
    ...(hangs.length > 0 && { hangs }),
    power: planted
      ? powerTonight({
          baseline,
          restored: after,
          tail: tailOf(quantile),
          rise: riseToFind(trial, quantile, limits),
          critical,
          seed: seed + at,
        })
      : null,
  }
}

/** The margin, or what of a fast endpoint is at least 5 ms: a smaller rise would not be called a regression. */
function riseToFind(trial: Trial, quantile: QuantileName, { margins, least, noiseFloor }: JudgingLimits): number {
  const ms = msAtBucket(quantilePosition(beforeOf(trial).curve, tailOf(quantile)))
  return Math.max(margins[quantile], least.rise, noiseFloor, least.riseMs / ms)
}

/** All metrics of the run are tested at once, upwards for regressions and, as a mirror, downwards. */
function answered(
  measured: readonly Measured[],
  { design, trials }: Design,
  options: JudgingOptions,
): readonly Answered[] {
  const up = stepDown(measured.map(({ statistics }) => statistics))
  const down = stepDown(measured.map(({ statistics }) => statistics.map((statistic) => -statistic)))
  const qs = falseDiscovery(up.map(({ p }) => p))
  const requests = new Map(trials.map((trial) => [trial.endpoint, perPhase(trial)]))
  return measured.map((metric, at) => {
    const tested = { measured: metric, up: up[at] ?? NOTHING, down: down[at] ?? NOTHING, q: qs[at] ?? 1 }
    const phase = { ms: design.blocks * design.blockMs, requests: requests.get(metric.endpoint) ?? 0 }
    const { alpha, canGate, smallestP } = design
    const bench: Bench = { alpha, canGate, smallestP, phase }
    const limits = options.limitsOf[metric.endpoint] ?? options.limits
    return { endpoint: metric.endpoint, answer: answerMetric(tested, limits, bench) }
  })
}

const NOTHING = { p: 1, adjustedP: 1 }
