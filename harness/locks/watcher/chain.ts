import { strength } from './conflicts.ts'
import type { SeenLock } from './sample.ts'

/** One who waits in a sample, followed to whom the queue ultimately stands behind. */
export interface Chain {
  readonly waiter: SeenLock
  /** The wait right behind the head: what it is about is what the whole queue is about. */
  readonly front: SeenLock
  /** The head's lock that `front` waits for. */
  readonly head: SeenLock
}

/** Follows every wait of a sample to its head. A wait whose head was gone by the time it was looked up is left out. */
export function chainsOf(locks: readonly SeenLock[]): readonly Chain[] {
  const waits = new Map<number, SeenLock>()
  for (const lock of locks) if (!lock.granted && !waits.has(lock.pid)) waits.set(lock.pid, lock)
  return [...waits.values()].flatMap((waiter) => {
    const front = frontOf(waiter, waits, locks)
    const head = front === undefined ? undefined : headOf(front, waits, locks)
    return front === undefined || head === undefined ? [] : [{ waiter, front, head }]
  })
}

function frontOf(
  waiter: SeenLock,
  waits: ReadonlyMap<number, SeenLock>,
  locks: readonly SeenLock[],
): SeenLock | undefined {
  // Breadth first, so that of several heads the nearest counts. A deadlock has no head and ends when all were seen.
  const seen = new Set([waiter.pid])
  let level: readonly SeenLock[] = [waiter]
  while (level.length > 0) {
    const front = level.find((wait) => headOf(wait, waits, locks) !== undefined)
    if (front !== undefined) return front
    level = level.flatMap(({ blockers }) =>
      blockers.flatMap((pid) => {
        const next = waits.get(pid)
        if (next === undefined || seen.has(pid)) return []
        seen.add(pid)
        return [next]
      }),
    )
  }
  return undefined
}

/** Of those who stand in the way and wait for nobody, the one whose transaction is oldest, with its strongest lock. */
export function headOf(
  wait: SeenLock,
  waits: ReadonlyMap<number, SeenLock>,
  locks: readonly SeenLock[],
): SeenLock | undefined {
  return locks
    .filter(
      ({ granted, target, pid }) =>
        granted && target === wait.target && wait.blockers.includes(pid) && (!waits.has(pid) || pid === 0),
    )
    .toSorted(
      (one, other) =>
        one.transactionStartedMs - other.transactionStartedMs ||
        one.pid - other.pid ||
        strength(other.mode) - strength(one.mode),
    )[0]
}
