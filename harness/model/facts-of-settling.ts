import type { SteadyPhase } from './act.ts'

/** What was waited for before a steady phase began, and how it was left. */
export type SettlingFact = {
  readonly kind: 'phase.settled'
  readonly phase: SteadyPhase
  readonly waitedMs: number
  /** Tables that autovacuum worked on meanwhile. */
  readonly vacuuming: readonly string[]
  /** False where autovacuum still worked on a user table when the patience was over. */
  readonly vacuumEnded: boolean
  /** Change of the latency over the last `overMs`, as a share; null with too few requests to tell. */
  readonly change: number | null
  readonly overMs: number
  /** False where the latency still rose or fell when the patience was over. */
  readonly flat: boolean
}
