import type { Control, JudgingLimits, QuantileName } from '../model/facts-of-judging.ts'
import type { Block, Trial } from './blocks.ts'
import { effectOf } from './effect.ts'
import { type Drawing, pairLabels } from './labels.ts'
import { type Measured, measure } from './metrics-of-trial.ts'
import { stepDown, type Tested } from './step-down.ts'

/** An endpoint of the old version, as both controls need it. */
export interface Controlled {
  readonly endpoint: string
  readonly baseline: readonly Block[]
  readonly restored: readonly Block[] | null
  readonly quantile: QuantileName | null
  readonly limits: JudgingLimits
}

export interface Controlling extends Drawing {
  readonly alpha: number
  readonly pairing: 'triplets' | 'blocks'
}

/** Odd blocks of the baseline against its even ones, in both directions: nothing but the environment differs. */
export function oddEven(endpoints: readonly Controlled[], options: Controlling): Control {
  const trials = endpoints.map(({ endpoint, baseline }) => {
    const phases = [0, 1].map((odd) =>
      baseline.filter((_, at) => at % 2 === odd && (at - odd) / 2 < Math.floor(baseline.length / 2)),
    )
    return { endpoint, phases, after: 1 }
  })
  return control({ endpoints, trials, bothWays: true, pairing: 'triplets' }, options)
}

/** What was restored against the baseline: worse, by the same thresholds as REGRESSED. */
export function restored(endpoints: readonly Controlled[], options: Controlling): Control {
  const trials = endpoints.flatMap(({ endpoint, baseline, restored: after }) =>
    after === null ? [] : [{ endpoint, phases: [baseline, after], after: 1 }],
  )
  if (trials.length < endpoints.length) return notRun('there is no restored phase', 1)
  return control({ endpoints, trials, bothWays: false, pairing: options.pairing }, options)
}

interface Trials {
  readonly endpoints: readonly Controlled[]
  readonly trials: readonly Trial[]
  readonly bothWays: boolean
  readonly pairing: 'triplets' | 'blocks'
}

function control({ endpoints, trials, bothWays, pairing }: Trials, options: Controlling): Control {
  const phases = trials[0]?.phases ?? []
  const [before = 0, after = 0] = phases.map(({ length }) => length)
  const blocks = Math.min(before, after)
  if (blocks < 2) return notRun('there are too few blocks', 1)
  const labels = pairLabels([before, after], pairing, options)
  const smallest = (bothWays ? 2 : 1) / labels.labellings
  if (smallest > options.alpha)
    return notRun(`${blocks} pairs of blocks reach no p below ${smallest.toPrecision(2)}`, smallest)
  const measured = trials.flatMap((trial, at) =>
    measure(trial, endpoints[at]?.quantile ?? null, { labels, alpha: null }),
  )
  const rows = measured.map(({ statistics }) => (bothWays ? statistics.map(Math.abs) : statistics))
  const limits = new Map(endpoints.map(({ endpoint, limits }) => [endpoint, limits]))
  const alarms = stepDown(rows).flatMap((tested, at) =>
    alarmOf(measured[at] as Measured, tested, { limits, alpha: options.alpha, bothWays }),
  )
  return { ran: true, because: `${blocks} pairs of blocks, ${measured.length} metrics`, smallestP: smallest, alarms }
}

interface Alarming {
  readonly limits: ReadonlyMap<string, JudgingLimits>
  readonly alpha: number
  readonly bothWays: boolean
}

function alarmOf(measured: Measured, { adjustedP }: Tested, { limits, alpha, bothWays }: Alarming): Control['alarms'] {
  const { endpoint, metric, before, after, ratio } = measured
  const { matters } = effectOf(measured, limits.get(endpoint) as JudgingLimits)
  if (adjustedP > alpha || !(matters.up || (bothWays && matters.down))) return []
  return [{ endpoint, metric, before, after, ratio, adjustedP }]
}

function notRun(because: string, smallestP: number): Control {
  return { ran: false, because, smallestP, alarms: [] }
}
