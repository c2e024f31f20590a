import type { SideFile } from './side-file.ts'
import type { WaitEnding } from './wait-record.ts'

/** Somebody who waited for a lock, or who stood in the way. */
export interface LockParty {
  readonly pid: number
  /** `migration` for a session of the step under way, `traffic` for the services', `other` otherwise (autovacuum, the harness). */
  readonly role: 'migration' | 'traffic' | 'other'
  readonly application: string
  /** The statement, literals masked. */
  readonly statement: string
}

/** One wait in a queue, and its place in the tree. */
export interface LockWaiter {
  readonly party: LockParty
  readonly mode: string
  readonly fromMs: number
  readonly toMs: number
  /** Directly behind whom it stood, one after the other; journals before 0.2 do not say. */
  readonly behind?: readonly { readonly pid: number; readonly fromMs: number; readonly toMs: number }[]
  /** `gave-up`: cancelled or timed out. `waits-on`: behind another head, or beyond what was watched. */
  readonly ended?: WaitEnding
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
      /** As `pg_locks.virtualtransaction`; journals before 0.2 do not say. */
      readonly transaction?: string
      readonly fromMs: number
      readonly toMs: number
      /** The relation existed before the transaction and is not of its own making. */
      readonly inUse: boolean
    }
  | {
      /**
       * Sessions that waited, one queue per head and relation, from its first wait to its last: a tree whose root is
       * the head and in which each waiter hangs below whom it stood directly behind.
       */
      readonly kind: 'lock.queue'
      readonly act: 'upgrade' | 'rollback' | 'steady'
      readonly relation: string
      /** Whom the queue ultimately stands behind. */
      readonly head: LockParty
      readonly headMode: string
      readonly waiters: readonly LockWaiter[]
      readonly fromMs: number
      readonly toMs: number
    }
  | {
      /** Sessions that waited for one another in a circle until the server ended one of them (SQLSTATE 40P01). */
      readonly kind: 'lock.deadlock'
      readonly act: 'upgrade' | 'rollback' | 'steady'
      readonly parties: readonly {
        readonly party: LockParty
        readonly relation: string
        readonly mode: string
        readonly behind: number | null
        readonly victim: boolean
      }[]
      /** When the circle was first seen, and when its victim was gone. */
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
      /** Every wait of two intervals or more, as lines of `WaitRecord`; journals before 0.2 have none. */
      readonly waits?: { readonly file: SideFile; readonly count: number }
      /** How many deadlocks the server counted meanwhile; it may be seconds late. Journals before 0.2 do not say. */
      readonly deadlocks?: number
    }
  | { readonly kind: 'locks.unwatched'; readonly reason: string }
