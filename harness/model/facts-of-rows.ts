/** Which rows of a table are not what they were, told by its key. */
export interface NarrowedRows {
  readonly missing: number
  readonly added: number
  /** The key is there before and after, and something beside it differs. */
  readonly changed: number
  /** False where so much differs that only a share was looked at: there are at least so many. */
  readonly complete: boolean
  /** Columns of the key. A table without one has none, and a row that changed counts as one missing and one added. */
  readonly key: readonly string[]
  /** In which the first thousand changed rows differ. */
  readonly columns: readonly string[]
  /** At most twenty, in the order of the key. */
  readonly examples: readonly RowExample[]
}

export interface RowExample {
  readonly change: RowChange
  /** As text, one for each column of the key. */
  readonly key: readonly string[]
  /** Where the row changed, and from what to what unless values are masked. */
  readonly columns: readonly ColumnExample[]
}

export type RowChange = 'missing' | 'added' | 'changed'

export interface ColumnExample {
  readonly column: string
  /** At most 200 characters; null is NULL; absent where values are masked. */
  readonly was?: string | null
  readonly is?: string | null
}
