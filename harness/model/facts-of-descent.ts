import type { CatalogDifference } from './facts-of-comparison.ts'
import type { Place } from './facts-of-trials.ts'

/** A difference at a stop on the way down, and the migration whose way down left it. */
export interface LeftDifference extends CatalogDifference {
  readonly leftBy: string
}

/** The whole chain up, then down from stop to stop: what no migration shows that is tried by itself. */
export type DescentFact =
  | {
      readonly kind: 'descent.stopped'
      /** Counted from 1 at the bottom: the migration whose way down led here. */
      readonly stair: number
      readonly name: string
      /** What people open to mend it. */
      readonly subject: string
      /** Declared as having no way back, and why. */
      readonly irreversible?: string
      readonly verdict: 'restored' | 'schema-differs' | 'down-fails' | 'no-down'
      /** The catalog here against what it was here on the way up; those of stops above are told again while they last. */
      readonly differences: readonly LeftDifference[]
      readonly error: { readonly message: string; readonly sqlstate: string; readonly place: Place | null } | null
      /** Whose way down makes this one fail: itself, or one above that left something; null where it does not fail, or nobody can tell. */
      readonly guilty: { readonly name: string; readonly subject: string } | null
      /** The stop above is not where it came from: that way down failed, so that it began anew from the way up. */
      readonly anew: boolean
    }
  | {
      readonly kind: 'descent.ended'
      readonly stops: number
      readonly durationMs: number
      /** Why it ended early; null where all was gone back. */
      readonly stopped: string | null
    }
