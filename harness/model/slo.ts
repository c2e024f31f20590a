/** What a service level indicator of an slo.yaml is, as a rehearsal measures it. */
export type Indicator = 'p50' | 'p90' | 'p95' | 'p99' | 'errors' | 'throughput'

/** One criterion: `<=500`, `<=+10%`. Milliseconds for quantiles, percent for errors, requests per second for throughput. */
export interface SloCriterion {
  /** As it was written. */
  readonly text: string
  readonly operator: '<' | '<=' | '>' | '>=' | '='
  readonly value: number
  /** `relative` is a share of the baseline's value (0.1 is 10 % more), `offset` is added to it. */
  readonly to: 'absolute' | 'relative' | 'offset'
}

/** Any of these lists is enough, and of a list everything must hold. An empty one holds. */
export type SloCriteria = readonly (readonly SloCriterion[])[]

export interface SloObjective {
  /** Its name in the file. */
  readonly sli: string
  readonly indicator: Indicator
  readonly pass: SloCriteria
  /** Half of the weight where these hold and `pass` does not; null where the file says none. */
  readonly warning: SloCriteria | null
  readonly weight: number
  /** The whole fails where this one does. */
  readonly key: boolean
}

/** An slo.yaml as another dialect of limits. */
export interface Slo {
  readonly file: string
  readonly objectives: readonly SloObjective[]
  /** Percent of the weights from which the whole passes, or passes with a warning. */
  readonly totalPass: number
  readonly totalWarning: number
}
