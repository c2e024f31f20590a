/** A statement that must return no row, such as accounts whose balance is not the sum of their entries. */
export interface InvariantDescription {
  readonly name: string
  readonly query: string
  /** The schema it can be asked on: before the upgrade, after it, or both. */
  readonly on: 'old' | 'new' | 'both'
  readonly timeoutMs: number
  /** Columns of its rows whose values may be shown. */
  readonly show: readonly string[]
}
