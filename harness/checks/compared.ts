import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { EndpointComparison, MetricComparison } from '../model/facts-of-judging.ts'
import type { Ruling } from '../model/finding.ts'
import { generatorFault } from './generator-fault.ts'
import { type Play, requestsOf, steadyPhases } from './play.ts'
import { passed } from './rule.ts'

/** What the comparison of before with after is read as by the checks that rest on it. */
export interface Compared {
  readonly entry: EntryOf<'traffic.compared'>
  /** Why latency cannot be held against the system, for the load was not what was asked for; one clause each. */
  readonly faults: readonly string[]
}

/** The comparison, or the ruling of every check that rests on it where there is none. */
export function comparedOf(play: Play): Compared | Ruling {
  const entry = entriesOf(play.entries, 'traffic.compared').at(-1)
  if (entry !== undefined) return { entry, faults: faultsOf(play) }
  if (play.started.compares !== true) return passed('not compared: this run is older than the comparison')
  if (play.upgradeFailed) return passed('not applicable: the upgrade failed, so that there is no soak to compare')
  const [failed] = entriesOf(play.entries, 'comparison.failed')
  const reason = failed === undefined ? 'before was not compared with after' : `the comparison failed: ${failed.reason}`
  return { ruling: 'unknown', because: `${reason}. Settled by a rehearsal whose steady acts all see traffic.` }
}

/** Judges the comparison, where there is one. */
export function onCompared(judge: (play: Play, compared: Compared) => Ruling): (play: Play) => Ruling {
  return (play) => {
    const compared = comparedOf(play)
    return 'ruling' in compared ? compared : judge(play, compared)
  }
}

function faultsOf(play: Play): readonly string[] {
  const phases = steadyPhases(play).flatMap((name) => play.phases.get(name) ?? [])
  return phases.filter((phase) => requestsOf(phase) > 0).flatMap((phase) => generatorFault(phase, play.limits) ?? [])
}

/** Whether a metric is made of times, which a generator that starts late spoils. */
export function isOfLatency({ metric }: Pick<MetricComparison, 'metric'>): boolean {
  return metric !== 'errors'
}

/** The metric that stands for the latency of an endpoint: its quantile, and exceedance where none can be judged. */
export function latencyOf({ metrics, quantile }: EndpointComparison): MetricComparison | undefined {
  return metrics.find(({ metric }) => metric === (quantile ?? 'exceedance'))
}
