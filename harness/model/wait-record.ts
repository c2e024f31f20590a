/** How a wait for a lock ended; `waits-on` where it had not, or went on behind somebody else. */
export type WaitEnding = 'granted' | 'gave-up' | 'deadlock' | 'waits-on'

/** A line of the side file of waits: one wait of one session, what a row costs merged into one. Times in epoch ms. */
export interface WaitRecord {
  readonly pid: number
  readonly application: string
  /** Literals masked. */
  readonly statement: string
  readonly relation: string
  readonly mode: string
  /** As `pg_locks.waitstart` says. */
  readonly fromMs: number
  /** When it was last seen waiting. */
  readonly toMs: number
  /** When it was seen not to wait any more; null where nobody looked. */
  readonly goneMs: number | null
  readonly ended: WaitEnding
  /** What the server counts as waits: for a tuple, for the transaction that has the row, for a relation. */
  readonly parts: readonly {
    /** As `pg_locks.locktype`. */
    readonly type: string
    readonly target: string
    readonly mode: string
    readonly fromMs: number
    readonly toMs: number
    readonly goneMs: number | null
  }[]
  /** Whom it stood directly behind, one after the other. */
  readonly behind: readonly { readonly pid: number; readonly fromMs: number; readonly toMs: number }[]
}
