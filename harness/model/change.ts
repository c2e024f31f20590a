/** When a change is made, and how long it may take. */
export interface ChangeWindow {
  readonly durationMs: number
  /** ISO 8601, UTC; null where only a length was declared. */
  readonly from: string | null
  readonly to: string | null
}

/** What is kept free: a share of the time that the work takes, or a time. */
export type Buffer = { readonly share: number } | { readonly durationMs: number }

/** The change in production that is rehearsed: when it is due, with how much to spare, and who answers for it. */
export interface Change {
  readonly window: ChangeWindow | null
  readonly buffer: Buffer
  /** How long the new version is watched before it is decided to keep it; null takes the soak of the rehearsal. */
  readonly soakMs: number | null
  readonly owner: string | null
  /** Where the owner is reached while the change is made. */
  readonly contact: string | null
}

/**
 * A third on top of the time that the work takes leaves a quarter of the planned window free: the least margin that
 * predictions of durations have here (statistics/growth.ts), for what is measured once is not exact either.
 */
export const USUAL_BUFFER: Buffer = { share: 1 / 3 }
