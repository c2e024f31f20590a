import type { EndpointSummary } from '../model/evidence.ts'
import type { Finding, Severity } from '../model/finding.ts'
import { binomialTail } from '../statistics/tails.ts'
import type { Phase } from './play.ts'
import { percent } from './wording.ts'

/** How likely so many failures may be at the limit itself before they count as more than that. */
const CHANCE = 0.01

export interface Context {
  readonly phase: Phase
  readonly endpoint: EndpointSummary
  /** The same endpoint in baseline, and the journal's entry that says so. */
  readonly earlier: { readonly seq: number; readonly endpoint: EndpointSummary } | null
}

/**
 * An endpoint whose share of failed requests is above its limit. Beyond doubt it is a blocker; where so few failures
 * may be chance it is a concern, and a single failed request, which any network may cost, only a note.
 */
export function errorsAbove(check: string, { phase, endpoint, earlier }: Context, limit: number): readonly Finding[] {
  const { requests, failed } = endpoint
  if (!above(endpoint, limit)) return []
  const before = earlier !== null && above(earlier.endpoint, limit)
  const severity = severityOf(endpoint, limit)
  const words = `${failed} of ${requests} requests failed in ${phase.phase}, ${percent(failed / requests)} (limit ${percent(limit)})`
  const doubt = severity === 'blocker' ? '' : '; so few may be chance'
  return [
    {
      check,
      severity: before && severity === 'blocker' ? 'concern' : severity,
      subject: endpoint.endpoint,
      summary: `${words}${before ? '; the limit was exceeded before the upgrade too' : doubt}`,
      remedy:
        severity === 'blocker'
          ? 'Look at the status codes in the k6 log and at the services’ logs of that time.'
          : 'Rehearse with a longer act time to tell chance from trouble.',
      measured: { errorRate: failed / requests, failed, requests },
      limit: { errorRate: limit },
      evidence: [phase.seq, ...(earlier === null ? [] : [earlier.seq])],
    },
  ]
}

function above({ requests, failed }: EndpointSummary, limit: number): boolean {
  // 3 of 300 is not above 0.01, whatever floating-point division says.
  return requests > 0 && failed > limit * requests + 1e-9
}

function severityOf({ requests, failed }: EndpointSummary, limit: number): Severity {
  if (binomialTail(failed, requests, limit) <= CHANCE) return 'blocker'
  return failed === 1 ? 'note' : 'concern'
}
