import type { SideFile } from './side-file.ts'

/** Somebody who waited for a lock, or who stood in the way. */
export interface LockParty {
  readonly pid: number
  /** `migration` for a session of the step under way, `traffic` for the services', `other` otherwise (autovacuum, the harness). */
  readonly role: 'migration' | 'traffic' | 'other'
  readonly application: string
  /** The statement, literals masked. */
  readonly statement: string
}

/** Locks and lock queues, as the watcher saw them. */
export type LockFact =
  | {
      /** A relation lock of a migration session, from first seen to last seen, folded over its transaction. */
      readonly kind: 'lock.held'
      readonly act: 'upgrade' | 'rollback'
      readonly relation: string
      readonly mode: string
      readonly holder: LockParty
      readonly fromMs: number
      readonly toMs: number
      /** The relation existed before the transaction and is not of its own making. */
      readonly inUse: boolean
    }
  | {
      /** Sessions that waited, one queue per head and relation, from its first wait to its last. */
      readonly kind: 'lock.queue'
      readonly act: 'upgrade' | 'rollback' | 'steady'
      readonly relation: string
      /** Whom the queue ultimately stands behind. */
      readonly head: LockParty
      readonly headMode: string
      readonly waiters: readonly {
        readonly party: LockParty
        readonly mode: string
        readonly fromMs: number
        readonly toMs: number
      }[]
      readonly fromMs: number
      readonly toMs: number
    }
  | {
      readonly kind: 'locks.watched'
      readonly fromMs: number
      readonly toMs: number
      readonly samples: number
      readonly intervalMs: number
      /** Time between two samples, when longer than twice the interval: when and how long. */
      readonly gaps: readonly { readonly atMs: number; readonly lastedMs: number }[]
      readonly gapCount: number
      readonly longestGapMs: number
      readonly cpuMs: number
      readonly file: SideFile
    }
  | { readonly kind: 'locks.unwatched'; readonly reason: string }
