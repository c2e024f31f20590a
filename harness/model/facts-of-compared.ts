import type { Comparison } from './facts-of-judging.ts'

/** What was made of the steady phases once the load had ended. Journals of before the comparison have neither. */
export type ComparedFact =
  | ({
      readonly kind: 'traffic.compared'
      readonly durationMs: number
      /** Scenarios whose executor keeps no schedule of ours, so that no block has a partner. */
      readonly unscheduled: readonly string[]
    } & Comparison)
  | { readonly kind: 'comparison.failed'; readonly reason: string }
