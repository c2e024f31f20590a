import type { Finding } from '../model/finding.ts'
import { isRowMode, spellLockMode } from '../model/lock-mode.ts'
import { tooLong } from './access-exclusive-too-long.ts'
import type { Check } from './check.ts'
import { felt, type Span } from './clients.ts'
import { type Cause, causesOf, isOfOneCause, isTold, type Jam, jamsOf, trafficIn } from './jam.ts'
import { onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { anyStep, unwatched, watchSettledBy } from './watch.ts'
import { few, lasting, plural, wholeMs } from './wording.ts'

export const lockQueueStalledTraffic: Check = {
  id: 'lock-queue-stalled-traffic',
  gating: true,
  act: 'upgrade',
  asks: 'Did requests stall in a lock queue that a step of the upgrade or rollback caused?',
  why: 'PostgreSQL serves lock requests in order. A migration that waits for its lock lets nobody past, so it stalls traffic although it holds nothing yet; and a lock weaker than ACCESS EXCLUSIVE, such as that of a plain CREATE INDEX, stops every write.',
  remedy:
    'Set lock_timeout so that a step gives up and tries again instead of queueing in front of everybody; build indexes CONCURRENTLY; update rows in batches, each in a transaction of its own; end long transactions before the step.',
  judge: onPlay((play) => {
    if (!anyStep(play))
      return passed('nothing is declared that could take a lock: neither upgrade nor rollback has a step')
    const jams = jamsOf(play)
    return rule({
      findings: causesOf(play, jams).flatMap((cause) => finding(play, cause, rivalsOf(play, cause, jams))),
      missing: unwatched(play),
      settledBy: watchSettledBy(play),
      passed:
        jams.length === 0
          ? 'no request waited in a lock queue behind a step'
          : `${plural(jams.length, 'lock queue')} behind steps stalled no more requests than the limit of ${play.limits.stalledRequests}`,
    })
  }),
}

/** Whatever else kept requests waiting: other queues, and locks held too long by other transactions. */
function rivalsOf(play: Play, { jams }: Cause, all: readonly Jam[]): readonly Span[] {
  const held = tooLong(play).map(({ transaction }) => transaction)
  return [
    ...all.filter((other) => !jams.includes(other)),
    ...held.filter((transaction) => !jams.some((jam) => isOfOneCause(jam, transaction))),
  ]
}

function finding(play: Play, cause: Cause, rivals: readonly Span[]): readonly Finding[] {
  const { stallMs, stalledRequests: limit } = play.limits
  const { jams, culprit } = cause
  const longWaiters = jams.flatMap(trafficIn).filter(({ fromMs, toMs }) => toMs - fromMs > stallMs).length
  // A queue much shorter than a stall cannot be why a request stalled: something else did, a restart for instance.
  const plausible = jams.filter((jam) => jam.toMs - jam.fromMs >= stallMs / 2)
  const clients = felt(play, plausible, rivals)
  const stalled = Math.max(clients.requests, longWaiters)
  if (stalled <= limit) return []
  const told = jams.some((jam) => isTold(play, jam))
  const harm = clients.requests > 0 ? clients.words : `${longWaiters} waited longer than ${wholeMs(stallMs)}`
  return [
    {
      check: lockQueueStalledTraffic.id,
      severity: told ? 'note' : 'blocker',
      subject: culprit.subject,
      summary: `${summary(cause)}; ${harm} (limit ${limit})${told ? ', of one cause with access-exclusive-too-long' : ''}`,
      remedy: remedyFor(cause),
      measured: {
        stalledRequests: stalled,
        longestStallMs: Math.round(clients.longestMs),
        queueMs: Math.round(longest(jams)),
      },
      limit: { stalledRequests: limit },
      evidence: [
        ...jams.flatMap(({ queues }) => queues.map(({ seq }) => seq)),
        ...cause.evidence,
        ...culprit.evidence,
        ...clients.evidence,
      ],
    },
  ]
}

/** `CREATE INDEX orders_x… held SHARE on orders for 14.7 s, and 12 sessions of the services waited for up to 14.6 s`. */
function summary(cause: Cause): string {
  const { jams, culprit, mode, held, heldMs } = cause
  const [{ queues }] = jams
  const [{ head, relation, act }] = queues
  const where = few([...new Set(jams.flatMap((jam) => jam.queues.map((queue) => queue.relation)))])
  const waiting = `${plural(new Set(jams.flatMap(trafficIn).map(({ party }) => party.pid)).size, 'session')} of the services waited for up to ${lasting(longest(jams))} on ${where}`
  const times = jams.length === 1 ? '' : `, ${jams.length} times`
  const during = act === 'rollback' ? ' in the rollback' : ''
  const who = culprit.statement === '' ? 'a step' : culprit.statement
  const lock = isRowMode(mode) && held ? `rows of ${relation} locked` : `${spellLockMode(mode)} on ${relation}`
  if (held) return `${who} held ${lock} for ${lasting(heldMs)}${during}${times}${culprit.meanwhile}; ${waiting}`
  return `${who} waited for ${lock}${during}${times} behind ${head.application || 'another session'}, and everybody behind it; ${waiting}`
}

function longest(jams: readonly Jam[]): number {
  return Math.max(...jams.map(({ fromMs, toMs }) => toMs - fromMs))
}

function remedyFor({ held, mode }: Cause): string {
  if (!held)
    return 'Set lock_timeout so that the step gives up and tries again, and keep long transactions away from its window.'
  if (isRowMode(mode)) return 'Change rows in batches, each in a short transaction of its own.'
  return 'Use a form that takes a weaker lock, such as CREATE INDEX CONCURRENTLY or NOT VALID and VALIDATE, in a transaction of its own.'
}
