import { type EntryOf, entriesOf, type LockParty } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import { spellLockMode } from '../model/lock-mode.ts'
import { tooLong } from './access-exclusive-too-long.ts'
import type { Check } from './check.ts'
import { felt, overlaps, type Span } from './clients.ts'
import { onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { culpritOf } from './statement.ts'
import { anyStep, unwatched } from './watch.ts'
import { few, plural, wholeMs } from './wording.ts'

type Queue = EntryOf<'lock.queue'> & { readonly act: 'upgrade' | 'rollback' }

/** Queues behind one session of a step that follow one another without a pause: one cause. */
interface Jam extends Span {
  readonly queues: readonly [Queue, ...Queue[]]
  readonly culprit: LockParty
}

export const lockQueueStalledTraffic: Check = {
  id: 'lock-queue-stalled-traffic',
  gating: true,
  asks: 'Did requests stall in a lock queue that a step of the upgrade or rollback caused?',
  why: 'PostgreSQL serves lock requests in order. A migration that waits for its lock lets nobody past, so it stalls traffic although it holds nothing yet; and a lock weaker than ACCESS EXCLUSIVE, such as that of a plain CREATE INDEX, stops every write.',
  remedy:
    'Set lock_timeout so that a step gives up and tries again instead of queueing in front of everybody; build indexes CONCURRENTLY; end long transactions before the step.',
  judge: onPlay((play) => {
    if (!anyStep(play))
      return passed('nothing is declared that could take a lock: neither upgrade nor rollback has a step')
    const all = jams(play)
    return rule({
      findings: all.flatMap((jam) => finding(play, jam, rivalsOf(play, jam, all))),
      missing: unwatched(play),
      settledBy: 'a rehearsal whose lock watcher sees every step from beginning to end',
      passed:
        all.length === 0
          ? 'no request waited in a lock queue behind a step'
          : `${plural(all.length, 'lock queue')} behind steps stalled no more requests than the limit of ${play.limits.stalledRequests}`,
    })
  }),
}

/** Queues in which a step of ours heads or stands in the way, and traffic waits. */
function jams({ entries }: Play): readonly Jam[] {
  const found: Jam[] = []
  for (const queue of entriesOf(entries, 'lock.queue').toSorted((one, other) => one.fromMs - other.fromMs)) {
    const culprit = culpritIn(queue)
    if (!inTransition(queue) || culprit === undefined) continue
    if (!queue.waiters.some((waiter) => isTraffic(waiter, culprit))) continue
    const at = found.findIndex((jam) => jam.culprit.pid === culprit.pid && overlaps(jam, queue))
    const known = found[at]
    if (known === undefined) found.push({ culprit, queues: [queue], fromMs: queue.fromMs, toMs: queue.toMs })
    else found[at] = { ...known, queues: [...known.queues, queue], toMs: Math.max(known.toMs, queue.toMs) }
  }
  return found
}

function isTraffic({ party }: { readonly party: LockParty }, culprit: LockParty): boolean {
  return party.role === 'traffic' && party.pid !== culprit.pid
}

function inTransition(queue: EntryOf<'lock.queue'>): queue is Queue {
  return queue.act !== 'steady'
}

function culpritIn({ head, waiters }: EntryOf<'lock.queue'>): LockParty | undefined {
  return [head, ...waiters.map(({ party }) => party)].find(({ role }) => role === 'migration')
}

/** Whatever else kept requests waiting: other queues, and locks held too long by other transactions. */
function rivalsOf(play: Play, jam: Jam, all: readonly Jam[]): readonly Span[] {
  const held = tooLong(play).map(({ transaction }) => transaction)
  return [...all.filter((other) => other !== jam), ...held.filter((transaction) => !isOfOneCause(jam, transaction))]
}

function isOfOneCause({ culprit, ...span }: Jam, transaction: Span & { readonly pid: number }): boolean {
  return transaction.pid === culprit.pid && overlaps(transaction, span)
}

function finding(play: Play, jam: Jam, rivals: readonly Span[]): readonly Finding[] {
  const { stallMs, stalledRequests: limit } = play.limits
  const clients = felt(play, jam, rivals)
  const waiters = jam.queues.flatMap((queue) => queue.waiters).filter((waiter) => isTraffic(waiter, jam.culprit))
  const longWaiters = waiters.filter(({ fromMs, toMs }) => toMs - fromMs > stallMs).length
  // A queue much shorter than a stall cannot be why a request stalled: something else did, a restart for instance.
  const plausible = jam.toMs - jam.fromMs >= stallMs / 2 ? clients.requests : 0
  const stalled = Math.max(plausible, longWaiters)
  if (stalled <= limit) return []
  const [queue] = jam.queues
  const { act, relation } = queue
  const { subject, evidence } = culpritOf(play, act, { ...jam, relation, by: jam.culprit })
  const told = tooLong(play).some(({ transaction }) => isOfOneCause(jam, transaction))
  return [
    {
      check: lockQueueStalledTraffic.id,
      severity: told ? 'note' : 'blocker',
      subject,
      summary: `${summary(jam, waiters.length)}; ${plausible > 0 ? clients.words : `${longWaiters} waited longer than ${wholeMs(stallMs)}`} (limit ${limit})${told ? ', of one cause with access-exclusive-too-long' : ''}`,
      remedy: remedyFor(jam),
      measured: {
        stalledRequests: stalled,
        longestStallMs: Math.round(clients.longestMs),
        queueMs: Math.round(jam.toMs - jam.fromMs),
      },
      limit: { stalledRequests: limit },
      evidence: [...jam.queues.map(({ seq }) => seq), ...evidence, ...clients.evidence],
    },
  ]
}

function summary({ queues, culprit, fromMs, toMs }: Jam, waiting: number): string {
  const [{ head, headMode, relation }] = queues
  const where = few([...new Set(queues.map((queue) => queue.relation))])
  const who = `${plural(waiting, 'session')} of the services waited for up to ${wholeMs(toMs - fromMs)} on ${where}`
  if (head.pid === culprit.pid) return `${who} behind ${spellLockMode(headMode)} on ${relation}`
  const asked = queues.flatMap(({ waiters }) => waiters).find(({ party }) => party.pid === culprit.pid)
  return `${who} behind a step that itself waited for ${spellLockMode(asked?.mode ?? 'its lock')} behind ${head.application || 'another session'}`
}

function remedyFor({ queues: [{ head }], culprit }: Jam): string {
  return head.pid === culprit.pid
    ? 'Use a form that takes a weaker lock, such as CREATE INDEX CONCURRENTLY or NOT VALID and VALIDATE, in a transaction of its own.'
    : 'Set lock_timeout so that the step gives up and tries again, and keep long transactions away from its window.'
}
