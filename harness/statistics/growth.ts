/** A duration at so many rows. */
export interface Measured {
  readonly rows: number
  readonly durationMs: number
}

/** Neither end of a range may be trusted further than this share, even where nothing is extrapolated. */
const LEAST_MARGIN = 0.25
const MARGIN_PER_DECADE = 0.25

/** With less between the two sizes, the slope is made of the noise of both and growth cannot be told from none. */
const LEAST_FACTOR = 2

/**
 * How long something takes at so many rows, from two sizes. Two points tell a line and nothing of its error, so the
 * range spans what else they allow: all of it growing with the rows, and growth as that of sorting. It widens with every
 * factor of ten beyond the larger size. null where the larger size has not twice the rows of the smaller.
 */
export function predictDuration(
  [smaller, larger]: readonly [Measured, Measured],
  rows: number,
): { readonly lowMs: number; readonly highMs: number } | null {
  if (larger.rows < Math.max(1, smaller.rows) * LEAST_FACTOR) return null
  const slope = Math.max(0, (larger.durationMs - smaller.durationMs) / (larger.rows - smaller.rows))
  const factor = rows / Math.max(1, larger.rows)
  const sorting = Math.log2(Math.max(2, rows)) / Math.log2(Math.max(2, larger.rows))
  const line = larger.durationMs + slope * (rows - larger.rows)
  const proportional = larger.durationMs * factor
  // What does not grow between the two sizes does not grow beyond them either.
  const grows = larger.durationMs > smaller.durationMs * 1.2 && larger.durationMs - smaller.durationMs > 1
  const centres = grows ? [line, proportional, line * sorting] : [larger.durationMs, line]
  const margin = LEAST_MARGIN + MARGIN_PER_DECADE * Math.max(0, Math.log10(Math.max(1, factor)))
  return {
    lowMs: Math.max(0, Math.min(...centres) * (1 - Math.min(0.9, margin))),
    highMs: Math.max(...centres) * (1 + margin),
  }
}
