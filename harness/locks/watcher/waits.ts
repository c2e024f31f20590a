import { headOf } from './chain.ts'
import { type Deadlock, watchCircles } from './deadlocks.ts'
import type { Sample, SeenLock } from './sample.ts'
import { beginWait, goesOn, isOfSameRow, lastPart, partOf, TURN_MS, type Wait } from './wait.ts'

export interface Waits {
  /** A look that saw the same as the one before. */
  look(atMs: number): void
  add(sample: Sample): void
  /** The wait of a session in the last sample. */
  of(lock: SeenLock): Wait | undefined
  /** Waits that are not over, as far as they were seen. */
  open(): readonly Wait[]
  deadlocks(): readonly Deadlock[]
}

/** Follows each wait from its beginning to its end: rows merged, behind whom it stood, and whether it got its lock. */
export function followWaits(deadlockTimeoutMs: number, onOver: (wait: Wait) => void): Waits {
  let open: ReadonlyMap<string, Wait> = new Map()
  /** Waits at the front of a row's queue by now, that may go on. */
  let turning: ReadonlySet<Wait> = new Set()
  let last: Sample = { atMs: 0, byMs: 0, locks: [] }
  let lastMs = 0
  const circles = watchCircles(deadlockTimeoutMs)
  const deadlocks: Deadlock[] = []
  const settle = () => {
    for (const wait of open.values()) seeUntil(wait, lastMs)
  }
  return {
    look(atMs) {
      lastMs = atMs
    },
    add(sample) {
      settle()
      const { now, over } = follow(open, turning, sample)
      for (const wait of over) wait.end ??= endOf(wait, last, sample)
      for (const wait of now.values()) stand(wait, sample, lastMs)
      for (const deadlock of circles.add(sample, over, byPid(now))) {
        deadlock.victim.end = 'deadlock'
        deadlocks.push(deadlock)
      }
      turning = new Set([...over].filter((wait) => isTurning(wait, sample)))
      for (const wait of over) if (!turning.has(wait)) onOver(wait)
      open = now
      last = sample
      lastMs = sample.atMs
    },
    of: (lock) => open.get(keyOf(lock)),
    open() {
      settle()
      for (const wait of turning) onOver(wait)
      turning = new Set()
      return [...open.values()]
    },
    deadlocks: () => deadlocks,
  }
}

function keyOf({ pid, target, mode }: SeenLock): string {
  return `${pid} ${target} ${mode}`
}

function byPid(waits: ReadonlyMap<string, Wait>): ReadonlyMap<number, Wait> {
  return new Map([...waits.values()].map((wait) => [wait.lock.pid, wait]))
}

function seeUntil(wait: Wait, atMs: number): void {
  lastPart(wait).toMs = Math.max(lastPart(wait).toMs, atMs)
  const stood = wait.behind.at(-1)
  if (stood !== undefined) stood.toMs = Math.max(stood.toMs, atMs)
}

function isTurning(wait: Wait, { atMs }: Sample): boolean {
  const { lock, goneMs } = lastPart(wait)
  return wait.end === 'granted' && wait.contested.ofRow && lock.type === 'tuple' && atMs - (goneMs ?? atMs) <= TURN_MS
}

/** Who waits on, who began, and whose wait is over. */
function follow(
  open: ReadonlyMap<string, Wait>,
  turning: ReadonlySet<Wait>,
  sample: Sample,
): { readonly now: ReadonlyMap<string, Wait>; readonly over: ReadonlySet<Wait> } {
  const now = new Map<string, Wait>()
  const over = new Set([...open.values(), ...turning])
  const fresh: SeenLock[] = []
  for (const lock of sample.locks) {
    const key = keyOf(lock)
    if (lock.granted || now.has(key)) continue
    const known = open.get(key)
    if (known === undefined || !goesOn(lastPart(known), lock)) {
      fresh.push(lock)
      continue
    }
    lastPart(known).blockers = lock.blockers
    now.set(key, known)
    over.delete(known)
  }
  for (const wait of over) lastPart(wait).goneMs ??= sample.byMs
  for (const lock of fresh) {
    if (now.has(keyOf(lock))) continue
    const before = [...over].find((wait) => isOfSameRow(wait, lock, sample))
    if (before === undefined) now.set(keyOf(lock), beginWait(lock, sample))
    else {
      over.delete(before)
      before.end = null
      before.parts.push(partOf(lock, sample))
      now.set(keyOf(lock), before)
    }
  }
  return { now, over }
}

/**
 * A lock that is free goes to the first who waits for it. Whoever left while one in his way still holds what he held, or
 * still waits in front, gave up: cancelled, timed out, or gone altogether.
 */
function endOf(wait: Wait, before: Sample, { locks }: Sample): 'granted' | 'gave-up' {
  const { lock, blockers } = lastPart(wait)
  const { pid, target } = lock
  wait.holds = locks.some((one) => one.granted && one.pid === pid && one.target === target && one.mode === lock.mode)
  if (wait.holds) return 'granted'
  const inTheWay = before.locks.filter((one) => one.target === target && blockers.includes(one.pid))
  const stays = (one: SeenLock) => locks.some((other) => (one.granted ? isSameHold : isSameWait)(one, other))
  const firm = [...new Set(inTheWay.map((one) => one.pid))].filter((blocker) =>
    inTheWay.filter((one) => one.pid === blocker).every(stays),
  )
  return firm.length > 0 ? 'gave-up' : 'granted'
}

function isSameWait(one: SeenLock, other: SeenLock): boolean {
  return !other.granted && keyOf(one) === keyOf(other) && one.waitingSinceMs === other.waitingSinceMs
}

function isSameHold(one: SeenLock, other: SeenLock): boolean {
  const { pid, target, mode, type, transaction } = one
  // A session's advisory lock outlives its transactions.
  const kept = type === 'advisory' || other.transaction === transaction
  return kept && other.granted && other.pid === pid && other.target === target && other.mode === mode
}

/** Notes whom a wait stands directly behind by now. */
function stand(wait: Wait, sample: Sample, lastMs: number): void {
  const { lock, parts, behind } = wait
  const now = sample.locks.find((one) => !one.granted && keyOf(one) === keyOf(lastPart(wait).lock))
  const pid = now === undefined ? undefined : inFrontOf(now, sample.locks)
  const before = behind.at(-1)
  if (pid === undefined || pid === lock.pid) return
  if (before?.pid === pid) before.toMs = sample.atMs
  else {
    const fromMs = before === undefined ? (parts[0]?.fromMs ?? sample.atMs) : Math.max(before.toMs, lastMs)
    behind.push({ pid, fromMs, toMs: sample.atMs })
  }
}

/** Of those in the way, the last in the line; where none of them waits for the same, who waits elsewhere, then a holder. */
function inFrontOf(wait: SeenLock, locks: readonly SeenLock[]): number | undefined {
  const ahead = locks.filter(({ granted, pid }) => !granted && wait.blockers.includes(pid))
  const line = ahead.filter(({ target }) => target === wait.target).toSorted(byBeginning)
  const last = line.at(-1) ?? ahead.toSorted(byBeginning).at(-1)
  return last?.pid ?? headOf(wait, new Map(), locks)?.pid ?? wait.blockers[0]
}

function byBeginning(one: SeenLock, other: SeenLock): number {
  return (one.waitingSinceMs ?? Number.POSITIVE_INFINITY) - (other.waitingSinceMs ?? Number.POSITIVE_INFINITY)
}
