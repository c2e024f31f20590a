import type { EndpointComparison, MetricComparison } from '../model/facts-of-judging.ts'
import { type Compared, isOfLatency } from './compared.ts'
import { asSlowRestoredInWords } from './compared-in-words.ts'
import { explains, type Slowdown, slowdownOf } from './machine-pace.ts'
import type { Play } from './play.ts'

/** What is worse in soak, beyond chance and by enough to matter. */
export function regressions({ metrics }: EndpointComparison): readonly MetricComparison[] {
  return metrics.filter(({ answer }) => answer === 'regressed')
}

/** Regressions that the machine explains, and by how much it was slower in soak. */
export interface Excused {
  readonly metrics: readonly MetricComparison[]
  readonly slowdown: Slowdown
}

/**
 * Latency that was as bad after the rollback, on a machine that itself was slower in both than in the baseline, by enough
 * to explain it. What is worse than on the restored version too is none of it: both met the same machine.
 */
export function excusedBy(play: Play, { entry }: Compared, one: EndpointComparison): Excused | null {
  const [soak, slowdown] = [slowdownOf(play, 'soak'), slowdownOf(play, 'restored')]
  if (soak === null || slowdown === null) return null
  const stayed = (entry.controls.asSlowRestored ?? []).filter(({ endpoint }) => endpoint === one.endpoint)
  const [quantile] = regressions(one).filter(({ metric }) => /^p\d/.test(metric))
  const metrics = regressions(one).filter((metric) => {
    // The share of slow requests stands for a latency; where that is judged, it is the one to be explained.
    const asked = metric.metric === 'exceedance' ? (quantile ?? metric) : metric
    const told = isOfLatency(metric) && [soak, slowdown].every((slower) => explains(slower, asked))
    return told && stayed.some((other) => other.metric === metric.metric)
  })
  return metrics.length === 0 ? null : { metrics, slowdown: soak }
}

/** The same for a reader; empty where nothing is excused. */
export function excusedInWords(play: Play, compared: Compared, one: EndpointComparison): readonly string[] {
  const excused = excusedBy(play, compared, one)
  const [first] = (compared.entry.controls.asSlowRestored ?? []).filter(({ endpoint, metric }) =>
    excused?.metrics.some((other) => other.metric === metric && endpoint === one.endpoint),
  )
  if (excused === null || first === undefined) return []
  return [
    `${one.endpoint} is slower (${asSlowRestoredInWords(first)}), but ${excused.slowdown.words}, and after the rollback`,
  ]
}
