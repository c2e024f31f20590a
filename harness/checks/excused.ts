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
  /** The machine was slower in soak alone, and the latency with it: which of the two did it cannot be told. */
  readonly inSoakAlone: boolean
}

/**
 * Latency that was worse exactly where the machine itself was slower, by enough to explain it: in soak alone, or after the
 * rollback as well. What is worse than on the restored version, as slow a machine in both, is none of it.
 */
export function excusedBy(play: Play, { entry }: Compared, one: EndpointComparison): Excused | null {
  const [soak, restored] = [slowdownOf(play, 'soak'), slowdownOf(play, 'restored')]
  if (soak === null) return null
  const inSoakAlone = slowdownOf(play, 'soak', 'restored') !== null
  if (!inSoakAlone && restored === null) return null
  const stayed = (entry.controls.asSlowRestored ?? []).filter(({ endpoint }) => endpoint === one.endpoint)
  const [quantile] = regressions(one).filter(({ metric }) => /^p\d/.test(metric))
  const slower = inSoakAlone ? [soak] : [soak, restored].filter((each) => each !== null)
  const metrics = regressions(one).filter((metric) => {
    // The share of slow requests stands for a latency; where that is judged, it is the one to be explained.
    const asked = metric.metric === 'exceedance' ? (quantile ?? metric) : metric
    const told = isOfLatency(metric) && slower.every((each) => explains(each, asked))
    return told && stayed.some((other) => other.metric === metric.metric) !== inSoakAlone
  })
  return metrics.length === 0 ? null : { metrics, slowdown: soak, inSoakAlone }
}

/** The same for a reader; empty where nothing is excused. */
export function excusedInWords(play: Play, compared: Compared, one: EndpointComparison): readonly string[] {
  const excused = excusedBy(play, compared, one)
  if (excused === null) return []
  const { metrics, slowdown, inSoakAlone } = excused
  if (inSoakAlone)
    return [`${one.endpoint} is slower, but so was the machine, and neither after the rollback: ${slowdown.words}`]
  const [first] = (compared.entry.controls.asSlowRestored ?? []).filter(({ endpoint, metric }) =>
    metrics.some((other) => other.metric === metric && endpoint === one.endpoint),
  )
  if (first === undefined) return []
  return [`${one.endpoint} is slower (${asSlowRestoredInWords(first)}), but ${slowdown.words}, and after the rollback`]
}
