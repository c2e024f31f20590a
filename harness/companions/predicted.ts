import type { Place } from '../model/facts-of-trials.ts'
import { type Measured, predictDuration } from '../statistics/growth.ts'

/** A statement of the migration, timed where tables were filled. */
export interface Timed extends Measured {
  /** What was asked for; tables that held more already still do, and some hold less. */
  readonly size: number
  readonly index: number
  readonly place: Place | null
  readonly statement: string
}

interface Prediction {
  readonly place: Place | null
  readonly statement: string
  readonly rows: number
  readonly lowMs: number
  readonly highMs: number
}

/**
 * What each statement takes at so many rows; none where one cannot be told. Whoever works in batches sends more statements
 * the more rows there are, so those of a filled table are not all that production would see.
 */
export function predictStatements(
  timed: readonly Timed[],
  { sizes: [smaller, larger], rows }: { readonly sizes: readonly [number, number]; readonly rows: number },
): readonly Prediction[] {
  const [few, many] = [smaller, larger].map((of) => timed.filter(({ size }) => size === of)) as [Timed[], Timed[]]
  const predictions = many.flatMap((large): readonly Prediction[] => {
    const small = few.find(({ index, statement }) => index === large.index && statement === large.statement)
    const predicted = small === undefined ? null : predictDuration([small, large], rows)
    if (predicted === null) return []
    const [lowMs, highMs] = [predicted.lowMs, predicted.highMs].map((ms) => Math.round(ms * 10) / 10) as [
      number,
      number,
    ]
    return [{ place: large.place, statement: large.statement, rows, lowMs, highMs }]
  })
  return few.length === many.length && predictions.length === many.length ? predictions : []
}
