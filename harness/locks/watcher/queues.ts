import type { EntryOf, Fact, LockParty } from '../../model/evidence.ts'
import { type Chain, chainsOf } from './chain.ts'
import { contestedBy, modeOf } from './contested.ts'
import type { Sample, SeenLock } from './sample.ts'
import { lastPart, type Wait } from './wait.ts'
import type { Waits } from './waits.ts'

type Queue = Extract<Fact, { kind: 'lock.queue' }>
type Waiter = Queue['waiters'][number]

/** A queue that nobody stood in for this long is over; who comes later stands in another one. */
const OVER_MS = 100

/** A wait, or the part of it that was spent in one queue. */
interface Place {
  readonly wait: Wait
  readonly fromMs: number
  toMs: number
}

interface Standing {
  readonly head: SeenLock
  readonly headMode: string
  readonly relation: string
  readonly places: Place[]
  toMs: number
}

export interface LockQueues {
  /** A look that saw the same as the one before. */
  look(atMs: number): void
  /** A sample whose waits were followed already. */
  add(sample: Sample): void
  facts(act: EntryOf<'lock.queue'>['act'], party: (lock: SeenLock) => LockParty): readonly Queue[]
}

/** Folds waits into queues: one per head and relation while anybody stands in it. */
export function foldQueues(waits: Pick<Waits, 'of'>): LockQueues {
  const standing = new Map<string, Standing>()
  const over: Standing[] = []
  /** Where those who wait stood last. */
  let now: ReadonlyMap<Wait, { readonly queue: Standing; readonly place: Place }> = new Map()
  let lastMs = 0
  const settle = () => {
    for (const { queue, place } of now.values()) queue.toMs = place.toMs = lastMs
  }
  const queueFor = (chain: Chain, { atMs, locks }: Sample): Standing => {
    const contested = contestedBy(chain.front, locks)
    const key = `${chain.head.pid} ${contested.relation}`
    const known = standing.get(key)
    if (known !== undefined && atMs - known.toMs <= OVER_MS) return known
    if (known !== undefined) over.push(known)
    const headMode = modeOf(chain.head, contested)
    const fresh = { head: chain.head, headMode, relation: contested.relation, places: [], toMs: atMs }
    standing.set(key, fresh)
    return fresh
  }
  return {
    look(atMs) {
      lastMs = atMs
    },
    add(sample) {
      settle()
      lastMs = sample.atMs
      const before = now
      const stood = chainsOf(sample.locks).flatMap((chain) => {
        const wait = waits.of(chain.waiter)
        if (wait === undefined) return []
        const queue = queueFor(chain, sample)
        return [[wait, { queue, place: placeIn(queue, wait, sample, before.get(wait)?.place) }] as const]
      })
      now = new Map(stood)
      settle()
    },
    facts(act, party) {
      settle()
      return [...over, ...standing.values()].map((queue) => tell(queue, act, party)).toSorted(byBeginning)
    },
  }
}

function placeIn({ places }: Standing, wait: Wait, { atMs }: Sample, before: Place | undefined): Place {
  const known = places.findLast((place) => place.wait === wait)
  if (known !== undefined && (before === undefined || before === known)) return known
  // When the migration gets its lock, those behind it wait on, now for it: the time before was spent behind another.
  const fromMs = Math.min(Math.max(wait.parts[0]?.fromMs ?? atMs, before?.toMs ?? 0), atMs)
  const fresh = { wait, fromMs, toMs: atMs }
  places.push(fresh)
  return fresh
}

function tell(
  { head, headMode, relation, places }: Standing,
  act: Queue['act'],
  party: (lock: SeenLock) => LockParty,
): Queue {
  return {
    kind: 'lock.queue',
    act,
    relation,
    head: party(head),
    headMode,
    waiters: places.map((place) => tellWaiter(place, party(place.wait.lock))),
    fromMs: Math.min(...places.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...places.map(({ toMs }) => toMs)),
  }
}

function tellWaiter({ wait, fromMs, toMs }: Place, party: LockParty): Waiter {
  const behind = wait.behind
    .filter((stood) => stood.fromMs <= toMs && stood.toMs >= fromMs)
    .map((stood) => ({ ...stood, fromMs: Math.max(stood.fromMs, fromMs), toMs: Math.min(stood.toMs, toMs) }))
  const ended = wait.end !== null && lastPart(wait).toMs <= toMs ? wait.end : 'waits-on'
  return { party, mode: wait.mode, fromMs, toMs, behind, ended }
}

function byBeginning(one: Queue, other: Queue): number {
  return one.fromMs - other.fromMs
}
