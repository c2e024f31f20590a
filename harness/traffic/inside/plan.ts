/** What the harness hands to the wrapper, as JSON: how each scenario is played. */
export interface PlayPlan {
  readonly scenarios: readonly PlayScenario[]
  /** Options of ours, which win over those of the scripts. */
  readonly options: Readonly<Record<string, unknown>>
  /** Where the conductor reports and hears when to end. */
  readonly control: string
  /** What wakes k6 when an arrival is due. */
  readonly waker: string
  readonly summaryFile: string
  /** Where what a script would print at its end goes: k6's stdout carries the samples. */
  readonly printedFile: string
}

export interface PlayScenario {
  readonly name: string
  /** Number of the script in the wrapper's list. */
  readonly script: number
  readonly exec: string
  /** Length of the schedule's period; null is a closed loop. */
  readonly periodMs: number | null
  /** Arrivals due at the epoch, before the first of the schedule. */
  readonly underWay: number
}
