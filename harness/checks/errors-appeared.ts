import type { Finding } from '../model/finding.ts'
import { fisherTail } from '../statistics/tails.ts'
import type { Context } from './errors-above.ts'
import { percent } from './wording.ts'

/** As for the checks of the scripts: some dozen endpoints and two phases must not raise a false alarm. */
const CHANCE = 0.001
const SHARE = 0.01

/**
 * An endpoint without an error limit that fails more often than in baseline, beyond chance: a blocker from 1 % of its
 * requests on, or where every one fails now; below that a concern. What failed as often before is no news.
 */
export function errorsAppeared(check: string, { phase, endpoint, earlier }: Context): readonly Finding[] {
  const after = { fails: endpoint.failed, total: endpoint.requests }
  const before = { fails: earlier?.endpoint.failed ?? 0, total: earlier?.endpoint.requests ?? 0 }
  const [now, was] = [shareOf(after), shareOf(before)]
  if (now <= was) return []
  const never = after.fails === after.total && after.fails > 1 && was < SHARE
  if (!never && fisherTail(before, after) > CHANCE) return []
  const severity = never || now - was >= SHARE ? 'blocker' : 'concern'
  return [
    {
      check,
      severity,
      subject: endpoint.endpoint,
      summary: `${after.fails} of ${after.total} requests failed in ${phase.phase}, ${percent(now)}; ${before.fails} of ${before.total} in baseline`,
      remedy: 'Look at the status codes in the k6 log, and at the services’ logs of that time.',
      measured: { errorRate: now, failed: after.fails, requests: after.total },
      limit: { errorRate: was },
      evidence: [phase.seq, ...(earlier === null ? [] : [earlier.seq])],
    },
  ]
}

function shareOf({ fails, total }: { readonly fails: number; readonly total: number }): number {
  return total === 0 ? 0 : fails / total
}
