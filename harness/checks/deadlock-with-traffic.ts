import { type EntryOf, entriesOf, type LockParty } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { culpritOf } from './culprit.ts'
import { onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { shorten, tracedIn } from './statement.ts'
import { anyStep, unwatched, watchSettledBy } from './watch.ts'
import { few, plural } from './wording.ts'

type Deadlock = EntryOf<'lock.deadlock'>
type Party = Deadlock['parties'][number]

/** Counted deadlocks may reach the server's statistics that much later. https://www.postgresql.org/docs/current/monitoring-stats.html */
const COUNTED_LATE_MS = 10_000

export const deadlockWithTraffic: Check = {
  id: 'deadlock-with-traffic',
  gating: true,
  act: 'upgrade',
  asks: 'Did the upgrade or the rollback bring traffic into a deadlock?',
  why: 'When sessions wait for one another in a circle, PostgreSQL ends one of them with SQLSTATE 40P01: a request fails, or the migration does. A migration that takes several tables, or many rows, in another order than the application runs into this the sooner the busier production is.',
  remedy:
    'Take tables and rows in the order in which the application takes them, one table per transaction where possible; set a lock_timeout shorter than deadlock_timeout, so that it is the migration that gives way, and retry it.',
  judge: onPlay((play) => {
    if (!anyStep(play))
      return passed('nothing is declared that could take a lock: neither upgrade nor rollback has a step')
    const all = entriesOf(play.entries, 'lock.deadlock')
    return rule({
      findings: oncePerCause(all.flatMap((deadlock) => finding(play, deadlock, all))),
      missing: [...unwatched(play), ...unseen(play, all)],
      settledBy: watchSettledBy(play),
      passed: because(all),
    })
  }),
}

/** What the server counted and nobody saw into, while steps ran or just after. */
function unseen({ entries }: Play, all: readonly Deadlock[]): readonly string[] {
  const watches = entriesOf(entries, 'locks.watched')
  if (watches.length > 0 && watches.every(({ deadlocks }) => deadlocks === undefined))
    return ['deadlocks were not recorded: the journal is of an earlier version']
  return entriesOf(entries, 'step.ended').flatMap(({ act, label, startedAt, endedAt }) => {
    const near = watches.filter(({ fromMs, toMs }) => fromMs <= endedAt + COUNTED_LATE_MS && toMs >= startedAt)
    const counted = near.reduce((sum, { deadlocks = 0 }) => sum + deadlocks, 0)
    const fromMs = Math.min(...near.map((watch) => watch.fromMs)) - COUNTED_LATE_MS
    const toMs = Math.max(...near.map((watch) => watch.toMs))
    const seen = all.filter((one) => one.toMs >= fromMs && one.toMs <= toMs).length
    if (counted <= seen) return []
    return [
      `the server counted ${plural(counted, 'deadlock')} around ${act} step "${label}", and ${seen} of them were seen`,
    ]
  })
}

function finding(play: Play, deadlock: Deadlock, all: readonly Deadlock[]): readonly Finding[] {
  const { act, parties, seq } = deadlock
  const traffic = parties.filter(({ party }) => party.role === 'traffic' && !isOfStep(play, deadlock, party))
  const step = parties.find(({ party }) => isOfStep(play, deadlock, party))
  if (traffic.length === 0) return []
  if (act !== 'steady' && step !== undefined) return [withStep(play, { ...deadlock, act }, step, traffic)]
  // What happens before the upgrade as well is everyday life.
  if (inBaseline(play, deadlock) || all.some((other) => inBaseline(play, other))) return []
  const victim = parties.find((one) => one.victim)
  return [
    {
      check: deadlockWithTraffic.id,
      severity: act === 'steady' ? 'concern' : 'blocker',
      subject: shorten(victim?.party.statement ?? ''),
      summary: `${plural(traffic.length, 'session')} of the services in a deadlock ${act === 'steady' ? 'since the upgrade began' : `during the ${act}`}, and none in baseline: ${few(parties.map(inWords), 4, '; ')}`,
      remedy: deadlockWithTraffic.remedy,
      measured: { deadlocks: 1 },
      limit: { deadlocks: 0 },
      evidence: [seq],
    },
  ]
}

/** A statement that deadlocks again and again is one piece of news. */
function oncePerCause(findings: readonly Finding[]): readonly Finding[] {
  return [...Map.groupBy(findings, ({ severity, subject }) => `${severity} ${subject}`).values()].flatMap((same) => {
    const [first, ...others] = same
    if (first === undefined || others.length === 0) return same
    const evidence = same.flatMap((one) => one.evidence)
    const summary = `${first.summary}; and ${others.length} more of the kind`
    return [{ ...first, summary, measured: { deadlocks: same.length }, evidence }]
  })
}

function withStep(
  play: Play,
  { seq, ...deadlock }: Deadlock & { readonly act: 'upgrade' | 'rollback' },
  { party: by, relation, mode, victim }: Party,
  traffic: readonly Party[],
): Finding {
  const { act, fromMs, toMs } = deadlock
  const { subject, evidence } = culpritOf(play, act, { relation, mode, by, fromMs, toMs })
  const ended = victim ? 'the step was ended' : 'a session of the services was ended'
  return {
    check: deadlockWithTraffic.id,
    severity: 'blocker',
    subject,
    summary: `a deadlock with ${plural(traffic.length, 'session')} of the services in the ${act}, and ${ended} (SQLSTATE 40P01): ${few(deadlock.parties.map(inWords), 4, '; ')}`,
    remedy: deadlockWithTraffic.remedy,
    measured: { deadlocks: 1 },
    limit: { deadlocks: 0 },
    evidence: [seq, ...evidence],
  }
}

/** A session that the trace knows is the step's own, whatever the watcher took it for. */
function isOfStep(play: Play, { act }: Deadlock, { role, pid }: LockParty): boolean {
  if (act === 'steady') return false
  return role === 'migration' || tracedIn(play, act).some((one) => one.pid === pid)
}

function inBaseline({ phases }: Play, { toMs }: Deadlock): boolean {
  const baseline = phases.get('baseline')
  return baseline !== undefined && toMs <= baseline.toMs
}

function inWords({ party, relation, victim }: Party): string {
  const who = party.role === 'migration' ? 'the step' : party.application || 'a session'
  return `${who} waited for ${relation} in ${shorten(party.statement, 48)}${victim ? ' and was ended' : ''}`
}

function because(all: readonly Deadlock[]): string {
  if (all.length === 0) return 'no deadlock was seen'
  return `${plural(all.length, 'deadlock')} among the services, as in baseline or of no step`
}
