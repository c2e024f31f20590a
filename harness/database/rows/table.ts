/** A table or materialised view as the digest reads it: its columns by name, and the relations that hold its rows. */
export interface Table {
  /** `orders` in public, `billing.invoices` elsewhere. */
  readonly table: string
  /** What stands after FROM to read all of its rows. */
  readonly sql: string
  /** In the order of their names: a column that was dropped and added again stands at another position. */
  readonly columns: readonly string[]
  /** By column, quoted as SQL needs it; a domain counts as what it is made of. */
  readonly families: Readonly<Record<string, string>>
  readonly parts: readonly Part[]
  /** Columns that tell its rows apart, where no index has to be asked for them. */
  readonly key?: readonly string[]
  /** What a materialised view is made of. */
  readonly query?: string
  /** A materialised view that holds nothing, not even no rows: whoever reads it is refused. */
  readonly unpopulated?: boolean
}

/** A relation with storage of its own: the table itself, or one of its partitions. */
export interface Part {
  readonly sql: string
  readonly pages: number
  /** Whether ranges of pages can be read by themselves; a foreign table has none. */
  readonly ranged: boolean
}
