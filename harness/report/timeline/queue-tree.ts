import { shorten } from '../../checks/statement.ts'
import { lasting, plural } from '../../checks/wording.ts'
import type { LockParty } from '../../model/evidence.ts'
import type { LockWaiter } from '../../model/facts-of-locks.ts'
import { spellLockMode } from '../../model/lock-mode.ts'
import { h, type Markup } from '../html/markup.ts'
import { type LockQueue, lastedMs } from './lanes.ts'

const MOST_WAITERS = 20
const LONGEST_STATEMENT = 120

/** A queue as a tree: the head, and below each session those that stood directly behind it. */
export function queueTree(queue: LockQueue): Markup {
  const kept = queue.waiters.toSorted((one, other) => lastedMs(other) - lastedMs(one)).slice(0, MOST_WAITERS)
  const more = queue.waiters.length - kept.length
  const behind = childrenOf(queue, kept)
  const item = (waiter: LockWaiter): Markup => {
    const below = behind.get(waiter) ?? []
    return h('li', [waits(waiter), ...(below.length === 0 ? [] : [h('ul', below.map(item))])])
  }
  return h('ul.timeline-queue', [
    h('li', [
      `${who(queue.head)}, who holds or asks for ${spellLockMode(queue.headMode)}: `,
      h('code', shorten(queue.head.statement, LONGEST_STATEMENT)),
      h('ul', [
        ...(behind.get(null) ?? []).map(item),
        ...(more > 0 ? [h('li', `and ${plural(more, 'shorter wait')}`)] : []),
      ]),
    ]),
  ])
}

function waits(waiter: LockWaiter): Markup {
  const ended = { 'gave-up': ', gave up', deadlock: ', ended by a deadlock', granted: '', 'waits-on': '' }
  return h('span', [
    `${who(waiter.party)} waited ${lasting(lastedMs(waiter))} for ${spellLockMode(waiter.mode)}${ended[waiter.ended ?? 'granted']}: `,
    h('code', shorten(waiter.party.statement, LONGEST_STATEMENT)),
  ])
}

function who({ pid, role, application }: LockParty): string {
  return `${role} ${application === '' ? '' : `${application} `}(pid ${pid})`
}

/**
 * Each waiter below the one whom it stood behind for the longest time; null stands for the head, behind whom is also
 * whoever's predecessor is not shown, and everybody in journals that do not say.
 */
function childrenOf(
  queue: LockQueue,
  kept: readonly LockWaiter[],
): ReadonlyMap<LockWaiter | null, readonly LockWaiter[]> {
  const parents = new Map<LockWaiter, LockWaiter | null>()
  const isAbove = (one: LockWaiter, candidate: LockWaiter): boolean => {
    for (let at: LockWaiter | null = candidate; at !== null; at = parents.get(at) ?? null) if (at === one) return true
    return false
  }
  for (const waiter of kept) {
    const [longest] = (waiter.behind ?? []).toSorted((one, other) => lastedMs(other) - lastedMs(one))
    const parent = kept.find(({ party, fromMs, toMs }) => {
      return party.pid === longest?.pid && fromMs <= waiter.toMs && waiter.fromMs <= toMs
    })
    // Two who stood behind each other, one after the other, would make a circle of the tree.
    const own = parent === undefined || longest?.pid === queue.head.pid || isAbove(waiter, parent) ? null : parent
    parents.set(waiter, own)
  }
  return Map.groupBy(kept, (waiter) => parents.get(waiter) ?? null)
}
