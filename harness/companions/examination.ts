import type { Session } from '../database/session.ts'
import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Migration } from './migration.ts'
import type { TrafficStatement } from './traffic-file.ts'

/** Brings tables (`orders`, `billing.invoices`) up to so many rows; tells which it could not, and why. */
export type Fill = (
  address: DatabaseAddress,
  tables: readonly string[],
  rows: number,
  options: { readonly progress: (line: string) => void; readonly signal: AbortSignal },
) => Promise<{
  readonly filled: readonly { readonly relation: string; readonly rows: number }[]
  readonly failed: readonly { readonly relation: string; readonly reason: string }[]
}>

/** What is examined, where, and with whom beside it. */
export interface Examination {
  /** As a superuser; whatever database it names, clones are made beside `database`. */
  readonly server: DatabaseAddress
  /** The state before the migration. Nobody may be connected to it; with `probed` it stays as it is. */
  readonly database: string
  readonly migration: Migration
  readonly number: number
  /** With probes and companions on clones; otherwise traced alone, on `database` itself, and so applied to it. */
  readonly probed: boolean
  readonly in: 'probes' | 'locks'
  /** A session in `database` that stays from one migration to the next: without clones it may, and it saves opening others. */
  readonly lookout?: Session
  /** How long companions hold on: production's p99 age of transactions. */
  readonly holdMs: number
  readonly stallLimitMs: number
  readonly traffic: readonly TrafficStatement[]
  /** Rows of production's tables, where they are known. */
  readonly fillTo: number | null
  /** Rows that production has in the largest of these tables, where `fillTo` does not say and they are more than here. */
  readonly rowsInProduction?: (tables: readonly string[]) => number | null
  readonly fill: Fill
  readonly record: Recorder
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
  /** The next number of a trial within the journal. */
  readonly nextTrial: () => number
}

export interface Examined {
  /** Of the run alone. */
  readonly outcome: 'completed' | 'failed' | 'gave-up'
  /** It ran on `database` itself; otherwise the caller applies it before the next is examined. */
  readonly applied: boolean
}
