import type { Phase, Play } from '../../../checks/play.ts'
import { msInWords, shownQuantile } from '../../../checks/quantiles-in-words.ts'
import { percent, plural } from '../../../checks/wording.ts'
import { ACT_NAMES } from '../../../model/act.ts'
import type { EndpointSummary } from '../../../model/evidence.ts'
import { requestsNeeded, type ToldQuantile } from '../../../model/told-quantile.ts'
import { type Markup, number, table, wide } from '../../html/markup.ts'

const TITLES = ['endpoint', 'act', 'requests', 'failed', 'p50, ms', 'p95, ms', 'p99, ms', 'longest, ms'] as const
const SHOWN: readonly ToldQuantile[] = ['p50', 'p95', 'p99']

/** What each endpoint took in each act, transitions included; null where no act with traffic ended. */
export function phasesMeasured({ phases }: Play): { readonly title: string; readonly grid: Markup } | null {
  const inOrder = ACT_NAMES.flatMap((act) => [...phases.values()].filter(({ phase }) => phase === act))
  if (inOrder.length === 0) return null
  const endpoints = [...new Set(inOrder.flatMap((phase) => phase.endpoints.map(({ endpoint }) => endpoint)))]
  const rows = endpoints.flatMap((endpoint) => inOrder.flatMap((phase) => rowsOf(phase, endpoint)))
  return {
    title: `What clients measured, act by act: ${plural(endpoints.length, 'endpoint')} in ${plural(inOrder.length, 'act')}`,
    grid: wide('Requests and latency by act', table(TITLES, rows, CAPTION)),
  }
}

const CAPTION = `From the intended start of each request. A dash stands where there are too few requests: ${requestsNeeded(SHOWN)}.`

function rowsOf({ phase, endpoints }: Phase, endpoint: string): readonly (readonly (string | Markup)[])[] {
  return endpoints.filter((one) => one.endpoint === endpoint).map((one) => row(phase, one))
}

/** Of fewer, one that fails would be more than a percent. */
const ENOUGH_FOR_SHARE = 100

function row(phase: string, one: EndpointSummary): readonly (string | Markup)[] {
  const { endpoint, requests, failed, latency } = one
  const share = requests < ENOUGH_FOR_SHARE ? '' : ` (${percent(failed / requests)})`
  return [
    endpoint,
    phase,
    number(requests.toLocaleString('en-US')),
    number(`${failed.toLocaleString('en-US')}${share}`),
    ...SHOWN.map((quantile) => number(msInWords(shownQuantile(one, quantile)))),
    number(msInWords(latency.maxMs)),
  ]
}
