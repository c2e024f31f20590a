import type { TableDifference } from './facts-of-comparison.ts'
import type { Verdict } from './finding.ts'
import type { WayName } from './step.ts'

/** Something that the way down destroys or narrows, as a clone showed it. */
export interface DestroyedObject {
  /** `payments.scheme`, `refunds`, `currency 'CHF'`. */
  readonly object: string
  readonly loss: 'table' | 'column' | 'narrowed' | 'enum-value'
  /** As SQL writes it; the type of an enum value. */
  readonly relation: string
  /** As SQL writes it; null for a whole table and for an enum value. */
  readonly column: string | null
  /** The type of a column, the label of an enum value, empty for a table. */
  readonly was: string
  /** What stays of it; null where nothing does. */
  readonly is: string | null
}

/** What is in a destroyed object; null where nobody could count it in time. */
export interface DestroyedValues {
  readonly object: string
  readonly values: number | null
}

/** What a table's counters say of the rows written there since the server began; its files' number tells a TRUNCATE. */
export interface TableWrites {
  /** `orders` in public, `billing.invoices` elsewhere; partitions by themselves. */
  readonly table: string
  readonly file: string
  readonly inserted: number
  readonly deleted: number
  /** As the server keeps count of them. */
  readonly rows: number
}

/** Rows that a transaction wrote between snapshot and restore; null where nobody could count them in time. */
export interface RowsSince {
  readonly table: string
  readonly rows: number | null
}

/** What is compared of the ways back. */
export interface WayFigures {
  readonly way: WayName
  readonly verdict: Verdict
  /** Seconds of the rollback in which a request stalled or failed; null where there was no rollback. */
  readonly stallMs: number | null
  readonly rollbackMs: number | null
  /** Acknowledged writes that are gone in the end; null where nobody looked. */
  readonly writesLost: number | null
  /** Objects of the catalog that are not what they were before the upgrade; null where nobody compared. */
  readonly residue: number | null
}

/** Ways back: snapshots, the new version again after the old one, what a rollback destroys, and how ways compare. */
export type WayFact =
  | {
      readonly kind: 'snapshot.taken'
      readonly by: 'base-backup' | 'commands'
      readonly startedAt: number
      /** Whatever was acknowledged before this moment is in the snapshot. */
      readonly takenAt: number
      readonly endedAt: number
      /** Transactions from this number on began after it; journals of before 0.1 have none. */
      readonly transaction?: number
    }
  | {
      readonly kind: 'snapshot.restored'
      /** Of the rollback. */
      readonly step: number
      readonly startedAt: number
      /** When the database opened sessions again. */
      readonly endedAt: number
      /** Transactions before this number had ended when it began; journals of before 0.1 have none. */
      readonly transaction?: number
    }
  | {
      /** A service in its new version again, after the old one had run on the new schema. */
      readonly kind: 'forward.swapped'
      readonly label: string
      readonly ok: boolean
      readonly startedAt: number
      readonly endedAt: number
      readonly reason?: string
    }
  | {
      /** Whether the snapshot came back on the live copy: asked at the end of the rollback. */
      readonly kind: 'snapshot.proved'
      /** What was written beside the database after the snapshot is gone: the whole server is another one. */
      readonly wholeServer: boolean
      /** Tables in which rows of transactions are found that began after the snapshot and ended before the restore. */
      readonly since: readonly RowsSince[]
      readonly tables: number
    }
  | {
      /** The commands `snapshot` and `restore` on a clone of which rows were deleted before each of the two. */
      readonly kind: 'restore.tried'
      readonly ok: boolean
      readonly reason?: string
      /** Rows deleted between the two commands. */
      readonly planted: number
      /** The restore changed no row of the clone. */
      readonly idle: boolean
      readonly tables: number
      readonly rows: number
      /** Against the clone as it was when the snapshot was taken. */
      readonly differences: readonly TableDifference[]
    }
  | {
      readonly kind: 'writes.read'
      /** `clone-*` on the quiet clone before and after the way down; all others on the live copy. */
      readonly when: 'clone-upgraded' | 'clone-restored' | 'upgraded' | 'leaving' | 'rolled-back' | 'ended'
      readonly tables: readonly TableWrites[]
    }
  | { readonly kind: 'rollback.destroys'; readonly objects: readonly DestroyedObject[] }
  | {
      readonly kind: 'destroyed.counted'
      /** `upgraded` at the end of the upgrade, `leaving` just before the rollback. */
      readonly when: 'upgraded' | 'leaving'
      readonly counted: readonly DestroyedValues[]
    }
  | {
      /** The rollback's migrations on a clone on which the upgrade had come this far and no further. */
      readonly kind: 'retreat.tried'
      /** What was done last: a step's label, or a file of it. */
      readonly after: string
      readonly ok: boolean
      readonly reason?: string
      /** Objects of the catalog that are not what they were before the upgrade. */
      readonly differences: readonly string[]
    }
  | { readonly kind: 'retreats.ended'; readonly stops: number; readonly tried: number }
  /** Another rehearsal of the same upgrade, with another way back (`--ways all`). */
  | ({
      readonly kind: 'way.rehearsed'
      /** Of its own journal and reports, within that of the declared way. */
      readonly folder: string
      /** The first reason of a verdict that is no GO; journals of before 0.1 have none. */
      readonly reason?: string
    } & WayFigures)
