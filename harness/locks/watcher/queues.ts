import type { EntryOf, Fact, LockParty } from '../../model/evidence.ts'
import { type Chain, chainsOf } from './chain.ts'
import { contestedBy, modeOf } from './contested.ts'
import type { Sample, SeenLock } from './sample.ts'

type Queue = Extract<Fact, { kind: 'lock.queue' }>

/** A queue that nobody stood in for this long is over; who comes later stands in another one. */
const OVER_MS = 100

interface Wait {
  readonly lock: SeenLock
  readonly mode: string
  readonly fromMs: number
  toMs: number
}

interface Standing {
  readonly head: SeenLock
  readonly headMode: string
  readonly relation: string
  readonly waits: Wait[]
  toMs: number
}

export interface LockQueues {
  add(sample: Sample): void
  facts(act: EntryOf<'lock.queue'>['act'], party: (lock: SeenLock) => LockParty): readonly Queue[]
}

/** Folds waits into queues: one per head and relation while anybody stands in it. */
export function foldQueues(): LockQueues {
  const standing = new Map<string, Standing>()
  const over: Standing[] = []
  /** In which queue a session stood last. */
  const places = new Map<number, Standing>()
  const queueFor = (chain: Chain, { atMs, locks }: Sample): Standing => {
    const contested = contestedBy(chain.front, locks)
    const key = `${chain.head.pid} ${contested.relation}`
    const known = standing.get(key)
    if (known !== undefined && atMs - known.toMs <= OVER_MS) return known
    if (known !== undefined) over.push(known)
    const headMode = modeOf(chain.head, contested)
    const fresh = { head: chain.head, headMode, relation: contested.relation, waits: [], toMs: atMs }
    standing.set(key, fresh)
    return fresh
  }
  return {
    add(sample) {
      for (const chain of chainsOf(sample.locks)) {
        const queue = queueFor(chain, sample)
        queue.toMs = sample.atMs
        extend(queue, chain.waiter, sample, places.get(chain.waiter.pid))
        places.set(chain.waiter.pid, queue)
      }
    },
    facts: (act, party) =>
      [...over, ...standing.values()].map((queue) => tell(queue, act, party)).toSorted(byBeginning),
  }
}

/** The same session in the same queue is one wait, whether for the tuple or the transaction, until it got through. */
function extend(queue: Standing, waiter: SeenLock, { atMs, locks }: Sample, place: Standing | undefined): void {
  const { waits } = queue
  // When the migration gets its lock, those behind it wait on, now for it: the time before was spent behind another.
  const elsewhereMs = place === queue ? undefined : place?.waits.findLast(({ lock }) => lock.pid === waiter.pid)?.toMs
  const sinceMs = Math.min(Math.max(waiter.waitingSinceMs ?? atMs, elsewhereMs ?? 0), atMs)
  const known = waits.findLast(({ lock }) => lock.pid === waiter.pid)
  // A wait that began after the last one was seen is another; the clocks' resolution is a millisecond.
  if (known !== undefined && (known.lock.transaction === waiter.transaction || sinceMs <= known.toMs + 1)) {
    known.toMs = atMs
  } else waits.push({ lock: waiter, mode: modeOf(waiter, contestedBy(waiter, locks)), fromMs: sinceMs, toMs: atMs })
}

function tell(
  { head, headMode, relation, waits }: Standing,
  act: Queue['act'],
  party: (lock: SeenLock) => LockParty,
): Queue {
  return {
    kind: 'lock.queue',
    act,
    relation,
    head: party(head),
    headMode,
    waiters: waits.map(({ lock, mode, fromMs, toMs }) => ({ party: party(lock), mode, fromMs, toMs })),
    fromMs: Math.min(...waits.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...waits.map(({ toMs }) => toMs)),
  }
}

function byBeginning(one: Queue, other: Queue): number {
  return one.fromMs - other.fromMs
}
