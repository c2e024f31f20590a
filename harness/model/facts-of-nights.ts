/** One endpoint over the nights of an equal environment, in the phase whose version changes. */
export interface Trend {
  readonly endpoint: string
  readonly quantile: string
  /** Milliseconds of the soak, oldest first. */
  readonly soakMs: readonly number[]
  /** Nights (ISO 8601) from which on it was another level, with the medians before and from then on. */
  readonly changes: readonly { readonly at: string; readonly fromMs: number; readonly toMs: number }[]
}

/** What earlier runs in an equal environment showed, before this one was compared. */
export type NightsFact = {
  readonly kind: 'nights.read'
  /** Hash of versions, settings, data size, machine and load. */
  readonly environment: string
  /** That were looked at: the newest. */
  readonly nights: number
  /** Before those, not looked at; absent for none. */
  readonly older?: number
  /** Lines and files of the history that were passed over, for they hold no night; absent for none. */
  readonly foreign?: number
  /** Rises of latency without a change, by endpoint: what is proven of a regression must lie above. */
  readonly noise: Readonly<Record<string, number>>
  readonly trends: readonly Trend[]
}
