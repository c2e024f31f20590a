import type { Draft, DraftEntry, DraftMap } from '../../spec/write-spec.ts'

/** Where the spec will lie, and what its editor may check it against. */
export interface Place {
  /** Absolute. */
  readonly specFolder: string
  /** As the first line names it. */
  readonly schema: string
}

/** Entries of the spec, and what goes with them. */
export interface Drafting {
  readonly entries: readonly DraftEntry[]
  readonly files?: Readonly<Record<string, string>>
  readonly found?: readonly string[]
  readonly toSettle?: readonly string[]
}

/** The service that clients ask, and those that the upgrade replaces. */
export interface Front {
  /** None where a stand-in reads tables. */
  readonly replaced: readonly string[]
  readonly asked: string
  readonly healthPath: string | null
  /** It reads tables for want of a service. */
  readonly standsIn: boolean
}

export interface StagedDraft extends Drafting {
  readonly front: Front
}

/** Today's version and the next, which is the same until the operator names another. */
export const VERSIONS = { today: 'current', next: 'next' } as const

/** The PostgreSQL that is taken where nothing names one. */
export const USUAL_MAJOR = 17

/** A key with its value, below sentences that say what was assumed. */
export function entry(key: string, value: Draft, ...comment: readonly string[]): DraftEntry {
  return comment.length === 0 ? { key, value } : { key, value, comment }
}

export function map(...entries: readonly DraftEntry[]): DraftMap {
  return { entries }
}

/** A map on one line; what is undefined is left out. */
export function line(values: Readonly<Record<string, string | number | undefined>>): DraftMap {
  const entries = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]))
  return { entries, flow: true }
}
