// Read by the page's script as well, whose compiler follows what is imported here: so nothing is.

/** Values in order; where that is shorter, in runs: `{runs: [value, how often, value, how often, …]}`. */
export type Values = readonly (number | null)[] | { readonly runs: readonly (number | null)[] }

/** What the page's script draws the curves from. All times in seconds from the start of the axis. */
export interface ChartData {
  readonly to: number
  readonly acts: readonly { readonly name: string; readonly from: number; readonly to: number }[]
  /** While ACCESS EXCLUSIVE was held on a relation in use. */
  readonly exclusive: readonly (readonly [from: number, to: number])[]
  /** Where the first stretch begins, and how long each is. */
  readonly first: number
  readonly stretch: number
  readonly dropped: Values
  /** All endpoints together first. */
  readonly series: readonly ChartSeries[]
}

export interface ChartSeries {
  readonly requests: Values
  readonly failed: Values
  readonly longestMs: Values
  readonly p50Ms: Values
  readonly p95Ms: Values
  readonly p99Ms: Values
}
