import { type EntryOf, entriesOf, type LockParty } from '../model/evidence.ts'
import { tooLong } from './access-exclusive-too-long.ts'
import { overlaps, type Span } from './clients.ts'
import { type Culprit, culpritOf, heldMeanwhile } from './culprit.ts'
import type { Play } from './play.ts'
import { tracedIn } from './statement.ts'

export type Queue = EntryOf<'lock.queue'> & { readonly act: 'upgrade' | 'rollback' }

/** Queues behind one session of a step that follow one another without a pause. */
export interface Jam extends Span {
  readonly queues: readonly [Queue, ...Queue[]]
  readonly culprit: LockParty
}

/** Jams of one cause: a statement that was retried, or that a tool sends for each of its batches. */
export interface Cause {
  readonly jams: readonly [Jam, ...Jam[]]
  readonly culprit: Culprit
  /** What was held, or else asked for. */
  readonly mode: string
  /** The culprit held it; else he waited himself, and everybody behind him. */
  readonly held: boolean
  readonly heldMs: number
  /** The watcher's record of the lock, where it has one. */
  readonly evidence: readonly number[]
}

/** Queues in which a step of ours heads or stands in the way, and traffic waits. */
export function jamsOf(play: Play): readonly Jam[] {
  const found: Jam[] = []
  for (const queue of entriesOf(play.entries, 'lock.queue').toSorted((one, other) => one.fromMs - other.fromMs)) {
    if (!inTransition(queue)) continue
    const culprit = culpritIn(play, queue)
    if (culprit === undefined) continue
    if (!queue.waiters.some(({ party }) => isTraffic(party, culprit))) continue
    const at = found.findIndex((jam) => jam.culprit.pid === culprit.pid && overlaps(jam, queue))
    const known = found[at]
    if (known === undefined) found.push({ culprit, queues: [queue], fromMs: queue.fromMs, toMs: queue.toMs })
    else found[at] = { ...known, queues: [...known.queues, queue], toMs: Math.max(known.toMs, queue.toMs) }
  }
  return found
}

/** Jams with the same statement to blame, as one. */
export function causesOf(play: Play, jams: readonly Jam[]): readonly Cause[] {
  const single = jams.map((jam) => causeOf(play, jam))
  const same = Map.groupBy(single, ({ culprit, jams: [jam] }) => `${jam.queues[0].act} ${culprit.subject}`)
  return [...same.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const all = [first, ...others]
    const longest = all.reduce((one, other) => (other.heldMs > one.heldMs ? other : one))
    const [jam, ...rest] = all.flatMap((one) => one.jams)
    return jam === undefined ? [] : [{ ...longest, jams: [jam, ...rest], evidence: all.flatMap((one) => one.evidence) }]
  })
}

/** The waits of traffic in a jam; one session may have waited more than once. */
export function trafficIn({ queues, culprit }: Jam): readonly Queue['waiters'][number][] {
  return queues.flatMap(({ waiters }) => waiters).filter(({ party }) => isTraffic(party, culprit))
}

/** Locks that access-exclusive-too-long tells of and that this jam stood behind. */
export function isTold(play: Play, jam: Jam): boolean {
  return tooLong(play).some(({ transaction }) => isOfOneCause(jam, transaction))
}

export function isOfOneCause({ culprit, ...span }: Jam, transaction: Span & { readonly pid: number }): boolean {
  return transaction.pid === culprit.pid && overlaps(transaction, span)
}

function causeOf(play: Play, jam: Jam): Cause {
  const [{ act, relation, head, headMode }] = jam.queues
  const held = head.pid === jam.culprit.pid
  const mode = held ? headMode : (askedMode(jam) ?? headMode)
  const relations = [...new Set(jam.queues.map((queue) => queue.relation))]
  const { fromMs, toMs } = jam
  const lock = held ? heldMeanwhile(play, { relation, relations, mode, by: jam.culprit, fromMs, toMs }) : undefined
  // Whoever took the lock did so before the first had to wait for it, and maybe with another statement.
  const taken = { relation: lock?.relation ?? relation, mode, by: jam.culprit, fromMs: lock?.fromMs ?? fromMs, toMs }
  const culprit = culpritOf(play, act, taken)
  const heldMs = Math.max(toMs, lock?.toMs ?? 0) - taken.fromMs
  return { jams: [jam], culprit, mode, held, heldMs, evidence: lock === undefined ? [] : [lock.seq] }
}

function askedMode({ queues, culprit }: Jam): string | undefined {
  return queues.flatMap(({ waiters }) => waiters).find(({ party }) => party.pid === culprit.pid)?.mode
}

function isTraffic(party: LockParty, culprit: LockParty): boolean {
  return party.role === 'traffic' && party.pid !== culprit.pid
}

function inTransition(queue: EntryOf<'lock.queue'>): queue is Queue {
  return queue.act !== 'steady'
}

/** A session that the trace knows is the step's own, whatever the watcher took it for. */
function culpritIn(play: Play, { act, head, waiters }: Queue): LockParty | undefined {
  const traced = new Set(tracedIn(play, act).map(({ pid }) => pid))
  return [head, ...waiters.map(({ party }) => party)].find(({ role, pid }) => role === 'migration' || traced.has(pid))
}
