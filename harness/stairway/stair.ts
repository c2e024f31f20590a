import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'

/**
 * Brings a database one way, over connections of its own that are closed when it ends. Rejects with an Error, with
 * `sqlstate` and `place` where they are known; when aborted it ends soon.
 */
export type Flight = (address: DatabaseAddress, options: { readonly signal: AbortSignal }) => Promise<void>

/** What is tried as one: a migration's file, a release's files, or a tool's step. */
export interface Stair {
  /** `migrations/003_total.up.sql`, or the step's label. */
  readonly name: string
  /** What people open to mend it: the file of the way down where there is one, else its name. */
  readonly subject: string
  readonly files: readonly string[]
  readonly up: Flight
  readonly down: Flight | null
  /** Declared as having no way back, and why. */
  readonly irreversible?: string
  /** Only brought up, for what comes after it needs what it does. */
  readonly passing?: true
  /** A file switches the server's counters off, without which nothing tells which tables it wrote: all are compared. */
  readonly uncounted?: true
  /** What a tool's history says to have come at once, in words; empty where it was one migration. */
  readonly atOnce?: () => readonly string[]
  /** The table, as facts name it, in which its tool keeps what it has applied, where no name tells that it is one. */
  readonly history?: string
  /** Of a group: the migrations that it is made of, among which the guilty one is searched. */
  readonly steps?: readonly Stair[]
}

export interface ClimbOptions {
  /** How many rows an empty table gets, to see whether they survive; 0 leaves it empty. */
  readonly rows: number
  /** As of a stair: no rows of our own making go there. */
  readonly history?: string
  /** Stairs that may be under way at once; the next begins while those before it are tried a second time. */
  readonly atOnce: number
  /** Ends before the first stair whose way up changes nothing, for tools that go on until there is none left. */
  readonly untilIdle?: boolean
  /** Nobody needs the ground afterwards, so that it may be dropped where it alone is in the way. */
  readonly spareGround?: boolean
  /** No stair is begun after this time, in epoch milliseconds. */
  readonly deadline?: number
  readonly record: Recorder
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}
