import { believable } from '../../checks/scenery.ts'
import { drawn } from '../../errors.ts'
import type { Seen } from '../html/section.ts'
import { clientMetrics } from './clients.ts'
import { databaseMetrics } from './database.ts'
import { type Metric, renderExposition } from './exposition.ts'
import { runMetrics } from './run.ts'
import { windowMetrics } from './window.ts'

/**
 * metrics.prom: a run for a nightly dashboard, read from a file by the node exporter's textfile collector or pushed to a
 * gateway. All are gauges, for each run tells of itself alone and nothing adds up from one to the next.
 */
export function renderMetrics(seen: Seen): string {
  const entries = believable(seen.entries)
  const parts = [
    () => runMetrics(seen),
    ...[windowMetrics, clientMetrics, databaseMetrics].map((of) => () => of(entries)),
  ]
  // A dashboard tells a metric that is not there from one that is 0.
  const metrics = parts.flatMap((part) => drawn<readonly Metric[]>(part, () => []))
  const written = metrics.map((metric) =>
    drawn(
      () => renderExposition([named(metric, seen.run.rehearsal)]),
      () => '',
    ),
  )
  return written.join('')
}

/** Several rehearsals may lie in one folder of the collector. */
function named(metric: Metric, rehearsal: string): Metric {
  const samples = metric.samples.map((sample) => ({ ...sample, labels: { rehearsal, ...sample.labels } }))
  return { ...metric, samples }
}
