import type { Fact, LockParty } from '../../model/evidence.ts'
import { noteGaps } from './gaps.ts'
import { foldHeld } from './held.ts'
import { foldQueues } from './queues.ts'
import { type Roster, watchRoles } from './roles.ts'
import type { Sample, SeenLock } from './sample.ts'

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
  add(sample: Sample): void
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
interface Opening {
  readonly fromMs: number
  readonly actFromMs: number
  readonly intervalMs: number
}

export function openWindow(act: Act, { fromMs, actFromMs, intervalMs }: Opening): Window {
  let applications: ReadonlySet<string> = new Set()
  let samples = 0
  const held = foldHeld()
  const queues = foldQueues()
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
  return {
    act,
    samples: () => samples,
    know(names) {
      applications = names
    },
    add(sample) {
      samples++
      gaps.at(sample.atMs)
      if (sample.locks.length === 0) return
      roles.see(sample)
      if (act !== 'steady') held.add(sample)
      queues.add(sample)
    },
    unnamed: () => held.unnamed(),
    seen(names) {
      const told = worthTelling(queues.facts(act, party))
      return act === 'steady' ? told : [...held.facts({ act, party, names }), ...told]
    },
    closeness(toMs) {
      gaps.at(toMs)
      return { fromMs, toMs, samples, intervalMs, ...gaps.summary() }
    },
  }
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
