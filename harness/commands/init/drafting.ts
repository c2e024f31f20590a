import type { DraftEntry, DraftMap } from '../../spec/write-spec.ts'

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

/** A map on one line. */
export function line(values: Readonly<Record<string, string | number | undefined>>): DraftMap {
  const entries = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]))
  return { entries, flow: true }
}
