import type { ActName } from './act.ts'
import type { SideFile } from './side-file.ts'

/** What may have become of an acknowledged write. `declared-lost` is what the declared way back gives up by design. */
export type WriteTrouble = 'missing' | 'doubled' | 'changed' | 'declared-lost'

/** One acknowledged write that is not there, once, as it was acknowledged. */
export interface TroubledWrite {
  readonly key: string
  readonly trouble: WriteTrouble
  /** The act during which a client was told. */
  readonly act: ActName
  readonly atMs: number
  /** `POST /orders`; empty where k6's stream did not tell. */
  readonly endpoint: string
  /** How often it is there, for one that is doubled. */
  readonly times?: number
  /** Columns that hold something else, for one that is changed. */
  readonly columns?: readonly string[]
}

export interface WritesOfAct {
  readonly act: ActName
  readonly acknowledged: number
  readonly missing: number
  readonly doubled: number
  readonly changed: number
  readonly declaredLost: number
}

/** A field of what scripts recorded, the column that holds it, and how many writes told it. */
export interface ComparedField {
  readonly field: string
  readonly column: string
  readonly compared: number
}

/** When an invariant is asked; `ended` when no client sends anything any more. */
export type InvariantMoment = 'seeded' | 'upgraded' | 'rolled-back' | 'ended'

/** Acknowledged writes and invariants: what clients were promised, held against what is there. */
export type WriteFact =
  | {
      /** Writes of the baseline, looked up before anything was upgraded: whether the ledger finds and reads what scripts record. */
      readonly kind: 'ledger.tried'
      readonly ledger: string
      readonly writes: number
      readonly missing: number
      /** Fields that were compared, and in how many writes the column held something else. */
      readonly fields: readonly (ComparedField & { readonly changed: number })[]
    }
  | {
      readonly kind: 'ledger.compared'
      readonly ledger: string
      readonly acknowledged: number
      /** Keys acknowledged to a client and not in the database; at most 20, `missingCount` has all. */
      readonly missing: readonly string[]
      readonly missingCount: number
      readonly doubled: readonly string[]
      readonly doubledCount: number
      /** All that scripts recorded. */
      readonly file: SideFile
      /** Older journals have neither this nor what follows. */
      readonly changedCount?: number
      readonly declaredLostCount?: number
      /** In the order of the play; acts without an acknowledged write are left out. */
      readonly acts?: readonly WritesOfAct[]
      /** At most 20 of each trouble; `list` has all. */
      readonly troubled?: readonly TroubledWrite[]
      readonly list?: SideFile
      /** Writes without an answer, which may be there or not, and how many are; more than once is no answer's fault. */
      readonly unanswered?: { readonly writes: number; readonly there: number; readonly doubled: readonly string[] }
      /** `changed` counts the writes whose column holds something else in the end. */
      readonly fields?: readonly (ComparedField & { readonly changed: number })[]
      /** Columns of the content that were there after the seed and are gone. */
      readonly gone?: readonly string[]
    }
  | {
      readonly kind: 'ledger.failed'
      readonly ledger: string
      readonly when: 'baseline' | 'audit'
      readonly reason: string
    }
  | {
      readonly kind: 'invariant.asked'
      readonly invariant: string
      readonly when: InvariantMoment
      readonly tookMs: number
      readonly outcome:
        | { readonly was: 'kept' }
        /** `more` where there are more rows than were counted; of the first few, values are masked unless the spec shows them. */
        | { readonly was: 'broken'; readonly rows: number; readonly more: boolean; readonly first: readonly string[] }
        | { readonly was: 'not-asked'; readonly reason: string }
    }
