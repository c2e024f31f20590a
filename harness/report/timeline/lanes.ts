import type { Span } from '../../checks/clients.ts'
import { type Entry, type EntryOf, entriesOf, type StallWindow } from '../../model/evidence.ts'
import { CLASS_ORDER, classOf } from './mode-class.ts'

export type HeldLock = EntryOf<'lock.held'>
export type LockQueue = EntryOf<'lock.queue'> & { readonly act: 'upgrade' | 'rollback' }

/** A relation that was locked or waited for in a step. */
export interface RelationLane {
  readonly relation: string
  readonly locks: readonly HeldLock[]
  readonly queues: readonly LockQueue[]
}

/** An endpoint whose requests stalled or failed. */
export interface StallLane {
  readonly endpoint: string
  readonly stalls: readonly StallWindow[]
}

export interface Lanes {
  readonly relations: readonly RelationLane[]
  readonly stalls: readonly StallLane[]
  /** What found no room, most important first kept. */
  readonly leftOut: { readonly relations: number; readonly bars: number; readonly endpoints: number }
}

const MOST_RELATIONS = 8
const MOST_ENDPOINTS = 8
/** Of each kind, in all lanes, shared out fairly: a detail of a thousand bytes or so belongs to each lock and each queue. */
const MOST_BARS = 40
const MOST_STALLS = 320

/** What is drawn below the curves: the worst lanes, and of them the longest bars. */
export function lanesOf(entries: readonly Entry[]): Lanes {
  // TOAST tables and their indexes are locked along with their tables.
  const locks = entriesOf(entries, 'lock.held').filter(
    ({ inUse, relation }) => inUse && !relation.startsWith('pg_toast.'),
  )
  const queues = entriesOf(entries, 'lock.queue').filter(inTransition)
  const stalls = stallsOf(entries)
  const lanes = heaviestFirst(lanesByRelation(locks, queues), stalls)
  const shown = lanes.slice(0, MOST_RELATIONS)
  const [mostLocks, mostQueues] = [
    roomFor(MOST_BARS, ...shown.map((lane) => lane.locks.length)),
    roomFor(MOST_BARS, ...shown.map((lane) => lane.queues.length)),
  ]
  const relations = shown.map(({ relation, ...all }) => ({
    relation,
    locks: foremost(all.locks).slice(0, mostLocks),
    queues: longest(all.queues, mostQueues),
  }))
  const drawnStalls = stallLanesOf(stalls)
  const bars = [...relations.flatMap((lane) => [lane.locks, lane.queues]), ...drawnStalls.map((lane) => lane.stalls)]
  return {
    relations,
    stalls: drawnStalls,
    leftOut: {
      relations: lanes.length - relations.length,
      bars: locks.length + queues.length + stalls.length - bars.reduce((sum, some) => sum + some.length, 0),
      endpoints: new Set(stalls.map(({ endpoint }) => endpoint)).size - drawnStalls.length,
    },
  }
}

function lanesByRelation(locks: readonly HeldLock[], queues: readonly LockQueue[]): readonly RelationLane[] {
  const [lockedBy, queuedBy] = [
    Map.groupBy(locks, ({ relation }) => relation),
    Map.groupBy(queues, ({ relation }) => relation),
  ]
  return [...new Set([...lockedBy.keys(), ...queuedBy.keys()])].map((relation) => ({
    relation,
    locks: lockedBy.get(relation) ?? [],
    queues: queuedBy.get(relation) ?? [],
  }))
}

function heaviestFirst(lanes: readonly RelationLane[], stalls: readonly StallWindow[]): readonly RelationLane[] {
  const isFelt = meetsAny(stalls)
  return lanes
    .map((lane) => ({ lane, weight: weightOf(lane, isFelt) }))
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ lane }) => lane)
}

/** Whether a span meets any of these, by halves: with thousands of partitions and stalls, all pairs take seconds. */
function meetsAny(spans: readonly Span[]): (span: Span) => boolean {
  let latest = Number.NEGATIVE_INFINITY
  const byTime = spans
    .toSorted((one, other) => one.fromMs - other.fromMs)
    .map(({ fromMs, toMs }) => {
      latest = Math.max(latest, toMs)
      return { fromMs, latest }
    })
  return ({ fromMs, toMs }) => {
    let [begun, end] = [0, byTime.length]
    while (begun < end) {
      const middle = (begun + end) >> 1
      if ((byTime[middle]?.fromMs ?? 0) <= toMs) begun = middle + 1
      else end = middle
    }
    // Of those that begin before this one ends, one lasts until it begins.
    return (byTime[begun - 1]?.latest ?? Number.NEGATIVE_INFINITY) >= fromMs
  }
}

function stallLanesOf(stalls: readonly StallWindow[]): readonly StallLane[] {
  const lanes = [...Map.groupBy(stalls, ({ endpoint }) => endpoint)]
    .map(([endpoint, some]) => ({ endpoint, stalls: some }))
    .toSorted((one, other) => worstOf(other.stalls) - worstOf(one.stalls))
    .slice(0, MOST_ENDPOINTS)
  const room = roomFor(MOST_STALLS, ...lanes.map((lane) => lane.stalls.length))
  return lanes.map((lane) => ({ ...lane, stalls: longest(lane.stalls, room) }))
}

/** How many bars each lane may have, so that all have no more than `most`: what one leaves free is the others'. */
function roomFor(most: number, ...lengths: readonly number[]): number {
  const taken = (each: number) => lengths.reduce((sum, length) => sum + Math.min(each, length), 0)
  let each = most
  while (each > 0 && taken(each) > most) each--
  return each
}

/** A phase is recorded again when late samples changed it, so its last entry counts. */
export function stallsOf(entries: readonly Entry[]): readonly StallWindow[] {
  const phases = new Map(entriesOf(entries, 'traffic.phase').map((phase) => [phase.phase, phase]))
  return [...phases.values()].flatMap(({ stalls }) => stalls)
}

function inTransition(queue: EntryOf<'lock.queue'>): queue is LockQueue {
  return queue.act !== 'steady'
}

export function lastedMs({ fromMs, toMs }: Span): number {
  return toMs - fromMs
}

/** A lane over which requests stalled comes first, then the stronger lock, then the longer one. */
function weightOf({ locks, queues }: RelationLane, isFelt: (span: Span) => boolean): number {
  const felt = [...locks, ...queues].some(isFelt) ? 1 : 0
  const classes = locks.map(({ mode }) => CLASS_ORDER.length - CLASS_ORDER.indexOf(classOf(mode)))
  const lasted = [...locks, ...queues].reduce((most, one) => Math.max(most, lastedMs(one)), 0)
  return felt * 1e12 + Math.max(0, ...classes) * 1e10 + Math.min(50, queues.length) * 1e8 + lasted
}

function worstOf(stalls: readonly StallWindow[]): number {
  return stalls.reduce((most, { longestMs }) => Math.max(most, longestMs), 0)
}

/** Strongest first, of one strength the longest. */
export function foremost(locks: readonly HeldLock[]): readonly HeldLock[] {
  return locks.toSorted((one, other) => rankOf(one) - rankOf(other) || lastedMs(other) - lastedMs(one))
}

/** While ACCESS EXCLUSIVE was held on any of the relations: one span for locks of one time. */
export function exclusiveSpans({ relations }: Pick<Lanes, 'relations'>): readonly Span[] {
  const spans: Span[] = []
  const locks = relations.flatMap((lane) => lane.locks.filter(({ mode }) => classOf(mode) === 'all'))
  for (const { fromMs, toMs } of locks.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const last = spans.at(-1)
    if (last === undefined || last.toMs < fromMs) spans.push({ fromMs, toMs })
    else spans[spans.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) }
  }
  return spans
}

function rankOf({ mode }: HeldLock): number {
  return CLASS_ORDER.indexOf(classOf(mode))
}

function longest<T extends Span>(spans: readonly T[], most: number): readonly T[] {
  return spans.toSorted((one, other) => lastedMs(other) - lastedMs(one)).slice(0, most)
}
