import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { MixedEndpoint } from '../model/facts-of-versions.ts'
import type { Finding } from '../model/finding.ts'
import { fisherTail } from '../statistics/tails.ts'
import type { Check } from './check.ts'
import { onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { few, percent, plural } from './wording.ts'

/** As for errors in steady phases: some dozen endpoints and states must not raise a false alarm. */
const CHANCE = 0.001
const SHARE = 0.01

type Mixed = EntryOf<'versions.mixed'>

export const mixedVersionsFail: Check = {
  id: 'mixed-versions-fail',
  gating: true,
  act: 'upgrade',
  asks: 'Do requests fail while the old version runs on the new schema, or the new version on the old one?',
  why: 'Between the first migration and the last replica, and on the way back as well, versions meet a schema that they were not written for. In rehearsal that takes seconds, in production as long as somebody looks at dashboards; whoever rolls back code alone stays there.',
  remedy:
    'Expand first and contract later: add what is new beside the old, move the code, and remove the old in a later release.',
  judge: onPlay((play) => {
    const { mixedStates } = play.started
    if (mixedStates === undefined) return passed('not asked: the journal is older than this check')
    if (mixedStates.length === 0) return passed('the steps pass through no mixture of versions and schema')
    const entries = entriesOf(play.entries, 'versions.mixed')
    // What half an upgrade left is no state of the plan; that it failed is news enough.
    const missing = (play.upgradeFailed ? [] : mixedStates)
      .filter(({ act, state }) => !entries.some((entry) => matches(entry, act, state) && entry.requests > 0))
      .map(({ act, state }) => `no request was seen of ${state} (${act})`)
    return rule({
      findings: entries.flatMap((entry) => entry.endpoints.flatMap((endpoint) => judge(play, entry, endpoint))),
      missing,
      settledBy: 'a rehearsal that gets so far, with traffic in every state',
      passed: entries.length === 0 ? 'the upgrade failed before any' : `${seenIn(entries)}; none failed for it`,
    })
  }),
}

function seenIn(entries: readonly Mixed[]): string {
  return few(entries.map(({ state, act, requests }) => `${state} (${act}): ${plural(requests, 'request')}`))
}

function matches(entry: Mixed, act: string, state: string): boolean {
  return entry.act === act && entry.state === state
}

function judge(play: Play, entry: Mixed, endpoint: MixedEndpoint): readonly Finding[] {
  const baseline = play.phases.get('baseline')
  const earlier = baseline?.endpoints.find((one) => one.endpoint === endpoint.endpoint)
  const before = { fails: earlier?.failed ?? 0, total: earlier?.requests ?? 0 }
  const now = { fails: endpoint.failed, total: endpoint.requests }
  // While replicas are replaced a request may fail for that alone; only what the server refused is the mixture's.
  if (entry.swapping && endpoint.errors.length === 0) return []
  if (!appeared(before, now)) return []
  const [first] = endpoint.errors
  const [was, is] = [shareOf(before), shareOf(now)]
  return [
    {
      check: mixedVersionsFail.id,
      severity: is - was >= SHARE ? 'blocker' : 'concern',
      subject: endpoint.endpoint,
      summary: `${now.fails} of ${now.total} requests failed with ${entry.state} (${entry.act}): ${reasonOf(entry, endpoint)}; ${before.fails} of ${before.total} in baseline`,
      remedy: mixedVersionsFail.remedy,
      measured: {
        errorRate: Number(is.toPrecision(4)),
        failed: now.fails,
        requests: now.total,
        ...(first && { sqlstate: first.sqlstate }),
      },
      limit: { errorRate: Number(was.toPrecision(4)) },
      evidence: [entry.seq, ...(baseline === undefined ? [] : [baseline.seq])],
    },
  ]
}

interface Sample {
  readonly fails: number
  readonly total: number
}

function appeared(before: Sample, now: Sample): boolean {
  if (shareOf(now) <= shareOf(before)) return false
  const never = now.fails === now.total && now.fails > 1 && shareOf(before) < SHARE
  return never || fisherTail(before, now) <= CHANCE
}

function shareOf({ fails, total }: Sample): number {
  return total === 0 ? 0 : fails / total
}

function reasonOf({ logged }: Mixed, { failed, requests, errors }: MixedEndpoint): string {
  if (!logged) return `${percent(failed / requests)}; the server’s log could not be read for a SQLSTATE`
  if (errors.length === 0) return 'the server logged no error meanwhile'
  const said = errors.map(({ sqlstate, message }) => (message === null ? sqlstate : `${sqlstate} (${message})`))
  return `SQLSTATE ${few(said)}`
}
