import type { Comparison, ControlAlarm } from './facts-of-judging.ts'

/** What was made of the steady phases once the load had ended. Journals of before the comparison have neither. */
export type ComparedFact =
  | ({
      readonly kind: 'traffic.compared'
      readonly durationMs: number
      /** Scenarios whose executor keeps no schedule of ours, so that no block has a partner. */
      readonly unscheduled: readonly string[]
    } & Comparison)
  | { readonly kind: 'comparison.failed'; readonly reason: string }
  | {
      /** Baseline, nothing, restored, once more: what was slower again though nothing had changed. */
      readonly kind: 'paired.rehearsed'
      /** Relative to the run's. */
      readonly folder: string
      /** False where the second run came to no comparison either. */
      readonly ran: boolean
      readonly alarms: readonly ControlAlarm[]
    }
