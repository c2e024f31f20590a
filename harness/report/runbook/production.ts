import { atLeast } from '../../checks/window-in-words.ts'
import { formatDuration } from '../../model/duration.ts'
import { type EndpointSummary, entriesOf } from '../../model/evidence.ts'
import { judgedQuantile } from '../../model/judged-quantile.ts'
import { spellLockMode } from '../../model/lock-mode.ts'
import { code, fenced, markdownTable } from '../markdown-text.ts'
import { heldInWords, longestHeld } from './held.ts'
import { phaseOf, type RunbookSource } from './source.ts'

const MOST_RELATIONS = 12

/** Who waits for whom, as production tells it while a step runs. */
const WAITERS = `SELECT pid, pg_blocking_pids(pid) AS behind, now() - query_start AS waits, left(query, 80) AS query
FROM pg_stat_activity WHERE wait_event_type = 'Lock' ORDER BY query_start;`

/** What was seen here, for comparison with what is seen in production while it goes on. */
export function productionSection(source: RunbookSource): readonly string[] {
  return [
    '## What production should look like\n',
    'More than this is news: go back rather than wait.\n',
    ...endpoints(source),
    ...locks(source),
    'Who waits for a lock, and behind whom:\n',
    fenced(WAITERS, 'sql'),
  ]
}

function endpoints({ entries }: RunbookSource): readonly string[] {
  const [baseline, upgrade, soak] = (['baseline', 'upgrade', 'soak'] as const).map((name) => phaseOf(entries, name))
  if (baseline === undefined) return ['Not recorded: requests before the upgrade.\n']
  const rows = baseline.endpoints.map(({ endpoint }) => {
    const own = (summaries: readonly EndpointSummary[] | undefined) =>
      summaries?.find((one) => one.endpoint === endpoint)
    const stalls = (upgrade?.stalls ?? []).filter((stall) => stall.endpoint === endpoint)
    const longest = stalls.length === 0 ? '-' : atLeast(Math.max(...stalls.map(({ longestMs }) => longestMs)))
    const meanwhile =
      upgrade === undefined ? 'not recorded' : String(stalls.reduce((sum, one) => sum + one.stalled + one.failed, 0))
    return [code(endpoint), latencyOf(own(baseline.endpoints)), meanwhile, longest, latencyOf(own(soak?.endpoints))]
  })
  const titles = ['endpoint', 'before', 'stalled or failed in the upgrade', 'longest', 'after']
  return [markdownTable(titles, rows, [1, 2, 3, 4])]
}

/** The highest quantile that so few requests allow. */
function latencyOf(summary: EndpointSummary | undefined): string {
  if (summary === undefined) return 'not recorded'
  const quantile = judgedQuantile(summary)
  return quantile === null ? 'too few requests' : `${quantile.name} ${formatDuration(quantile.ms)}`
}

function locks({ entries, started }: RunbookSource): readonly string[] {
  if (entriesOf(entries, 'locks.watched').length === 0) return ['Not recorded: locks.\n']
  const longest = longestHeld(entriesOf(entries, 'lock.held').filter(({ act }) => act === 'upgrade'))
  if (longest.length === 0) return ['The upgrade was seen to hold no lock on a table in use.\n']
  const limit = formatDuration(started.limits.accessExclusiveMs)
  const rows = longest
    .slice(0, MOST_RELATIONS)
    .map(({ relation, mode, fromMs, toMs }) => [
      code(relation),
      spellLockMode(mode),
      heldInWords(toMs - fromMs),
      mode === 'AccessExclusiveLock' ? limit : '-',
    ])
  return [markdownTable(['table', 'lock', 'longest held here', 'limit'], rows, [2, 3])]
}
