import type { LockParty } from '../../model/evidence.ts'
import { isStrong } from './conflicts.ts'
import { standsInTheWay } from './held.ts'
import { isBackground } from './lookout.ts'
import type { Sample, SeenLock } from './sample.ts'

/** Statements that change the schema, or maintain what it made. */
const DDL = /(?:^|;)\s*(alter|create|drop|reindex|cluster|vacuum|refresh|comment|grant|revoke|import|security)\b/i
/** Strong locks that services take in the course of their work. */
const ORDINARY = /(?:^|;)\s*(truncate|lock|analyze)\b/i

/** What the window knows of the database's sessions when it opens. */
export interface Roster {
  readonly act: 'upgrade' | 'rollback' | 'steady'
  readonly fromMs: number
  /** `application_name` of the sessions that were there before. */
  readonly applications: ReadonlySet<string>
}

/** Remembers who was seen to migrate, so that a session is one thing from its first lock to its last. */
export interface Roles {
  /** A session that is known to migrate. */
  migrating(pid: number): void
  see(sample: Sample): void
  roleOf(lock: Pick<SeenLock, 'pid' | 'application' | 'backendType' | 'backendStartedMs'>): LockParty['role']
}

/**
 * Sessions of a step bear its name where we open them. A tool's own sessions do not: they are known by taking, during a
 * transition, locks that services do not take.
 */
export function watchRoles(roster: () => Roster): Roles {
  const migrating = new Set<number>()
  return {
    migrating: (pid) => void migrating.add(pid),
    see({ locks }) {
      if (roster().act === 'steady') return
      for (const lock of locks)
        if (migrates(lock, roster()) || keepsWaiting(lock, locks, roster())) migrating.add(lock.pid)
    },
    roleOf({ pid, application, backendType }) {
      if (application.startsWith('fulldress-step')) return 'migration'
      if (application.startsWith('fulldress')) return 'other'
      if (migrating.has(pid)) return 'migration'
      return isBackground({ backendType }) ? 'other' : 'traffic'
    },
  }
}

function migrates(lock: SeenLock, { fromMs, applications }: Roster): boolean {
  const { type, mode, relation, statement, application, backendType, backendStartedMs } = lock
  if (type !== 'relation' || !isStrong(mode) || backendType === 'autovacuum worker') return false
  // What a session made for itself says nothing of it: services create temporary tables.
  if (relation === null || relation.name === null || relation.temporary) return false
  if (DDL.test(statement)) return true
  if (ORDINARY.test(statement)) return false
  // A quick ALTER TABLE is over between two samples; its lock stays while the transaction goes on to something else.
  const stranger = backendStartedMs >= fromMs && !(application !== '' && applications.has(application))
  return stranger || mode === 'AccessExclusiveLock'
}

/**
 * Filling a column locks rows, not tables. A session that began since, under a name of its own that no service has, and
 * in whose way others stand, is a tool's; one without a name may be a service's pool that grew.
 */
function keepsWaiting(lock: SeenLock, locks: readonly SeenLock[], { fromMs, applications }: Roster): boolean {
  const { application, backendType, backendStartedMs } = lock
  if (application === '' || backendType !== 'client backend') return false
  return backendStartedMs >= fromMs && !applications.has(application) && standsInTheWay(lock, locks)
}
