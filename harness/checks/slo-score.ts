import { type EndpointSummary, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { MetricComparison } from '../model/facts-of-judging.ts'
import { quantileJudgedWith } from '../model/judged-quantile.ts'
import type { SloCriteria, SloCriterion, SloObjective } from '../model/slo.ts'
import { type Phase, type Play, requestsOf } from './play.ts'

/** An objective with what it came to: its whole weight, half of it, nothing, or nobody knows. */
export interface Scored {
  readonly objective: SloObjective
  readonly result: 'pass' | 'warning' | 'fail' | 'unknown'
  /** The worst that was measured, in the unit of its criteria, and where; null where nothing could be. */
  readonly value: number | null
  readonly endpoint: string | null
  /** Endpoints with too few requests for it, where others had enough. */
  readonly unmeasured: readonly string[]
}

interface Measured {
  readonly endpoint: string | null
  readonly value: number
  readonly before: number | null
  readonly comparison: MetricComparison | undefined
}

const QUANTILES = ['p99', 'p95', 'p90', 'p50']

/** Holds an objective against the soak. Each endpoint has to meet it, and the worst of them is what it came to. */
export function score(play: Play, objective: SloObjective): Scored {
  const measured = measure(play, objective)
  const results = measured.map((one) => ({ one, result: resultOf(objective, one) }))
  const order = ['fail', 'unknown', 'warning', 'pass'] as const
  const worst = results.toSorted(
    (a, b) => order.indexOf(a.result) - order.indexOf(b.result) || b.one.value - a.one.value,
  )[0]
  return {
    objective,
    // What was not measured is not met, unless nothing was asked of it.
    result: worst?.result ?? (objective.pass.length === 0 ? 'pass' : 'unknown'),
    value: worst?.one.value ?? null,
    endpoint: worst?.one.endpoint ?? null,
    unmeasured: measured.length === 0 || objective.pass.length === 0 ? [] : unmeasuredBy(play, objective),
  }
}

function unmeasuredBy({ phases }: Play, { indicator }: SloObjective): readonly string[] {
  if (indicator === 'throughput') return []
  const endpoints = phases.get('soak')?.endpoints ?? []
  return endpoints.filter((one) => measuredOf(one, indicator) === null).map(({ endpoint }) => endpoint)
}

function measure(play: Play, { indicator }: SloObjective): readonly Measured[] {
  const [soak, baseline] = [play.phases.get('soak'), play.phases.get('baseline')]
  if (soak === undefined) return []
  if (indicator === 'throughput') {
    const before = baseline === undefined ? null : perSecond(baseline)
    return [{ endpoint: null, value: perSecond(soak), before, comparison: undefined }]
  }
  const compared = entriesOf(play.entries, 'traffic.compared').at(-1)
  return soak.endpoints.flatMap((after) => {
    const value = measuredOf(after, indicator)
    const before = baseline?.endpoints.find(({ endpoint }) => endpoint === after.endpoint)
    if (value === null) return []
    const earlier = before === undefined ? null : measuredOf(before, indicator)
    return [{ endpoint: after.endpoint, value, before: earlier, comparison: metricOf(compared, after, indicator) }]
  })
}

/** A quantile of too few requests is a handful of them, and so is not measured. */
function measuredOf(
  { requests, failed, latency }: EndpointSummary,
  indicator: SloObjective['indicator'],
): number | null {
  if (indicator === 'errors') return requests === 0 ? null : (100 * failed) / requests
  if (indicator === 'throughput') return null
  const judged = quantileJudgedWith(requests)
  if (judged === null || QUANTILES.indexOf(judged) > QUANTILES.indexOf(indicator)) return null
  return latency[`${indicator}Ms`]
}

function metricOf(
  compared: EntryOf<'traffic.compared'> | undefined,
  { endpoint }: EndpointSummary,
  indicator: SloObjective['indicator'],
): MetricComparison | undefined {
  return compared?.endpoints
    .find((one) => one.endpoint === endpoint)
    ?.metrics.find(({ metric }) => metric === indicator)
}

function perSecond(phase: Phase): number {
  return requestsOf(phase) / ((phase.toMs - phase.fromMs) / 1_000)
}

function resultOf({ pass, warning }: SloObjective, measured: Measured): Scored['result'] {
  const passes = meets(pass, measured)
  if (passes === true) return 'pass'
  const warns = warning === null ? false : meets(warning, measured)
  if (passes === null || warns === null) return 'unknown'
  return warns ? 'warning' : 'fail'
}

/** null where nobody can tell. */
function meets(criteria: SloCriteria, measured: Measured): boolean | null {
  if (criteria.length === 0) return true
  const lists = criteria.map((list) => {
    const held = list.map((one) => holds(one, measured))
    return held.includes(false) ? false : held.includes(null) ? null : true
  })
  return lists.includes(true) ? true : lists.includes(null) ? null : false
}

/**
 * A criterion relative to before is missed only where the comparison proves it: ten percent of a tail is what chance alone
 * does to a short run. Where nothing was compared, and with an absolute value, what was measured is all there is. A run
 * so short that nothing bounds the change proves neither, so that nobody can tell (null) what looks missed.
 */
function holds({ operator, value, to }: SloCriterion, { value: now, before, comparison }: Measured): boolean | null {
  if (to === 'absolute') return compare(now, operator, value)
  if (before === null) return true
  const bound = to === 'relative' ? before * (1 + value) : before + value
  if (comparison === undefined || !operator.startsWith('<')) return compare(now, operator, bound)
  if (comparison.low === null && comparison.high === null) return compare(now, operator, bound) || null
  return !isProvenAbove(comparison, { before, bound })
}

/** Whether the lower bound of the effect is above the criterion's. */
function isProvenAbove(
  { metric, low }: MetricComparison,
  { before, bound }: { readonly before: number; readonly bound: number },
): boolean {
  if (low === null) return false
  // Errors are compared as shares, and criteria speak of percent.
  return (metric === 'errors' ? before + 100 * low : before * (1 + low)) > bound
}

function compare(one: number, operator: SloCriterion['operator'], other: number): boolean {
  const slack = 1e-9 * Math.max(1, Math.abs(other))
  if (operator === '=') return Math.abs(one - other) <= slack
  if (operator === '<=') return one <= other + slack
  if (operator === '>=') return one >= other - slack
  return operator === '<' ? one < other : one > other
}
