import type { Sample, SeenLock } from './sample.ts'
import { lastPart, type Wait } from './wait.ts'

/** Sessions that waited for one another in a circle until the server ended one of them. */
export interface Deadlock {
  readonly members: readonly Wait[]
  readonly victim: Wait
  /** When the circle was first seen, and when its victim was gone. */
  readonly fromMs: number
  readonly toMs: number
}

export interface Circles {
  /** Tells which of the waits that are over were ended by a deadlock, then looks for circles among those who wait. */
  add(sample: Sample, over: ReadonlySet<Wait>, open: ReadonlyMap<number, Wait>): readonly Deadlock[]
}

interface Circle {
  readonly members: readonly Wait[]
  readonly fromMs: number
}

/** The detector's clock and ours, and the way of a cancelled session to the end of its wait. */
const SLACK_MS = 10

/**
 * A session looks for a circle once, `deadlock_timeout` after it began to wait, and ends itself if it stands in one: so
 * a victim has waited for just that long. Who left a circle sooner was cancelled by somebody else.
 * https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS
 */
export function watchCircles(deadlockTimeoutMs: number): Circles {
  let circles: readonly Circle[] = []
  return {
    add(sample, over, open) {
      const broken = circles.filter(({ members }) => members.some((wait) => over.has(wait)))
      const deadlocks = broken.flatMap((circle) => {
        const victim = victimOf(circle.members, over, deadlockTimeoutMs)
        return victim === undefined ? [] : [{ ...circle, victim, toMs: sample.byMs }]
      })
      const torn = circles.filter((circle) => !broken.includes(circle) && isTorn(circle, sample))
      const whole = circlesOf(sample.locks).map((pids) => {
        const members = pids.flatMap((pid) => open.get(pid) ?? [])
        const known = circles.find((one) => one.members.every((wait) => members.includes(wait)))
        return { members, fromMs: known?.fromMs ?? sample.atMs }
      })
      circles = [...whole, ...torn]
      return deadlocks
    },
  }
}

/** One of them had left by the time it was asked behind whom it waits, just after it was seen to. */
function isTorn({ members }: Circle, { locks }: Sample): boolean {
  return members.some(({ lock: { pid } }) =>
    locks.some((one) => one.pid === pid && !one.granted && one.blockers.length === 0),
  )
}

/** Of those who left, the first whose look came after the circle was closed; better one who surely got no lock. */
function victimOf(members: readonly Wait[], over: ReadonlySet<Wait>, deadlockTimeoutMs: number): Wait | undefined {
  const closedMs = Math.max(...members.map((wait) => lastPart(wait).fromMs))
  const lookedMs = (wait: Wait) => lastPart(wait).fromMs + deadlockTimeoutMs
  const able = members
    .filter((wait) => over.has(wait) && !wait.holds && lookedMs(wait) >= closedMs - SLACK_MS)
    .filter((wait) => (lastPart(wait).goneMs ?? 0) >= lookedMs(wait) - SLACK_MS)
    .toSorted((one, other) => lookedMs(one) - lookedMs(other))
  return able.find((wait) => wait.end === 'gave-up') ?? able[0]
}

/** Sets of sessions each of which waits for every other, directly or through others. */
function circlesOf(locks: readonly SeenLock[]): readonly (readonly number[])[] {
  const behind = new Map<number, Set<number>>()
  for (const { granted, pid, blockers } of locks) {
    if (granted) continue
    const known = behind.get(pid) ?? new Set()
    for (const blocker of blockers) if (blocker !== pid) known.add(blocker)
    behind.set(pid, known)
  }
  const reach = new Map([...behind.keys()].map((pid) => [pid, reachOf(pid, behind)]))
  const found = new Map<string, readonly number[]>()
  for (const [pid, reached] of reach) {
    if (!reached.has(pid)) continue
    const circle = [...reached].filter((one) => reach.get(one)?.has(pid)).sort((one, other) => one - other)
    found.set(circle.join(' '), circle)
  }
  return [...found.values()]
}

function reachOf(pid: number, behind: ReadonlyMap<number, ReadonlySet<number>>): ReadonlySet<number> {
  const reached = new Set<number>()
  const next = [...(behind.get(pid) ?? [])]
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (reached.has(one)) continue
    reached.add(one)
    next.push(...(behind.get(one) ?? []))
  }
  return reached
}
