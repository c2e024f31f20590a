import type { Fact, LockParty } from '../../model/evidence.ts'
import type { Deadlock } from './deadlocks.ts'
import { noteGaps } from './gaps.ts'
import { foldHeld } from './held.ts'
import { foldQueues } from './queues.ts'
import { type Roster, watchRoles } from './roles.ts'
import type { Sample, SeenLock } from './sample.ts'
import { type Wait, lastedMs as waitedMs } from './wait.ts'
import { followWaits } from './waits.ts'

type Act = Roster['act']
type Queue = Extract<Fact, { kind: 'lock.queue' }>

/** Queues without a migration in them are everyday life: these, and no more of them than that, are worth an entry. */
const EVERYDAY = { fromMs: 100, kept: 100 }

/** What was seen from one moment to another, folded as it comes in: memory does not grow with the time. */
export interface Window {
  readonly act: Act
  readonly samples: () => number
  /** Applications that had sessions when the window opened; without them every application is a stranger. */
  know(applications: ReadonlySet<string>): void
  /** A session that belongs to the step, whatever it looks like. */
  migrating(pid: number): void
  /** A look that saw the same as the one before. */
  look(atMs: number): void
  add(sample: Sample): void
  /** Waits that are not over, as far as they were seen. */
  open(): readonly Wait[]
  /** Oids of relations that need a name by now. */
  unnamed(): readonly number[]
  /** What was held and who queued. */
  seen(names: ReadonlyMap<number, string>): readonly Fact[]
  /** How closely it was watched until a moment. */
  closeness(
    toMs: number,
  ): Pick<
    Extract<Fact, { kind: 'locks.watched' }>,
    'fromMs' | 'toMs' | 'samples' | 'intervalMs' | 'gaps' | 'gapCount' | 'longestGapMs'
  >
}

/** When a window begins, and when its act did: samples arrive later than they were taken, so the two differ a little. */
export interface Opening {
  readonly fromMs: number
  readonly actFromMs: number
  readonly intervalMs: number
  readonly deadlockTimeoutMs: number
  /** Takes each wait that lasted for two intervals or more, when it is over. */
  readonly onWait: (wait: Wait) => void
}

export function openWindow(act: Act, opening: Opening): Window {
  const { fromMs, actFromMs, intervalMs, deadlockTimeoutMs, onWait } = opening
  let applications: ReadonlySet<string> = new Set()
  let samples = 0
  const held = foldHeld()
  const waits = followWaits(deadlockTimeoutMs, (wait) => {
    if (waitedMs(wait) >= 2 * intervalMs) onWait(wait)
  })
  const queues = foldQueues(waits)
  const gaps = noteGaps(fromMs, intervalMs)
  const roles = watchRoles(() => ({ act, fromMs: actFromMs, applications }))
  const party = (lock: SeenLock): LockParty => {
    const { pid, application, statement, backendType } = lock
    return {
      pid,
      role: roles.roleOf(lock),
      application: application === '' ? nameless(backendType) : application,
      statement,
    }
  }
  const look = (atMs: number) => {
    samples++
    gaps.at(atMs)
  }
  return {
    act,
    samples: () => samples,
    know(names) {
      applications = names
    },
    migrating: roles.migrating,
    look(atMs) {
      look(atMs)
      for (const fold of [held, waits, queues]) fold.look(atMs)
    },
    add(sample) {
      look(sample.atMs)
      roles.see(sample)
      if (act !== 'steady') held.add(sample)
      waits.add(sample)
      queues.add(sample)
    },
    open: () => waits.open().filter((wait) => waitedMs(wait) >= 2 * intervalMs),
    unnamed: () => held.unnamed(),
    seen(names) {
      const told = worthTelling(queues.facts(act, party))
      const deadlocks = waits.deadlocks().map((deadlock) => tellDeadlock(deadlock, act, party))
      return [...(act === 'steady' ? [] : held.facts({ act, party, names })), ...told, ...deadlocks]
    },
    closeness(toMs) {
      gaps.at(toMs)
      return { fromMs, toMs, samples, intervalMs, ...gaps.summary() }
    },
  }
}

function tellDeadlock(
  { members, victim, fromMs, toMs }: Deadlock,
  act: Act,
  party: (lock: SeenLock) => LockParty,
): Fact {
  const parties = members.map((wait) => ({
    party: party(wait.lock),
    relation: wait.contested.relation,
    mode: wait.mode,
    behind: wait.behind.at(-1)?.pid ?? null,
    victim: wait === victim,
  }))
  return { kind: 'lock.deadlock', act, parties, fromMs, toMs }
}

function nameless(backendType: string): string {
  return backendType === 'client backend' ? '' : backendType
}

function worthTelling(queues: readonly Queue[]): readonly Queue[] {
  const everyday = queues
    .filter((queue) => !withMigration(queue) && lastedMs(queue) >= EVERYDAY.fromMs)
    .toSorted((one, other) => lastedMs(other) - lastedMs(one))
  const kept = new Set(everyday.slice(0, EVERYDAY.kept))
  return queues.filter((queue) => withMigration(queue) || kept.has(queue))
}

function withMigration({ head, waiters }: Queue): boolean {
  return head.role === 'migration' || waiters.some(({ party }) => party.role === 'migration')
}

function lastedMs({ fromMs, toMs }: Queue): number {
  return toMs - fromMs
}
