import type { JudgedQuantile } from './judged-quantile.ts'

/** What clients of one endpoint got in the last seconds. It is for those who look on, and no evidence. */
export interface EndpointNow {
  readonly endpoint: string
  readonly requestsPerSecond: number
  /** Of the same requests, 0 to 1; 0 where there were none. */
  readonly failedShare: number
  /** The highest quantile that the last half minute has requests enough for; null below twenty. */
  readonly quantile: JudgedQuantile | null
}

/** Sessions that wait for a lock, by the lock watcher's newest look. */
export interface WaitingNow {
  readonly sessions: number
  /** How long the first of them has waited; 0 where none does. */
  readonly longestMs: number
  /** Tables waited for, a few names. */
  readonly tables: readonly string[]
  /** What the first of them ultimately waits for: the lock, as `pg_locks.mode`, and its holder's statement, masked. Absent where nobody can tell. */
  readonly behind?: { readonly mode: string; readonly statement: string }
}

/** What the instruments show at this moment. */
export interface Reading {
  readonly endpoints: readonly EndpointNow[]
  /** null while nobody watches the locks. */
  readonly waiting: WaitingNow | null
}
