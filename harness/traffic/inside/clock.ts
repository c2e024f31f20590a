import exec from 'k6/execution'

/** From k6's own clock to the epoch; never too great, and less too small with each look. */
let offsetMs = Number.NEGATIVE_INFINITY

/**
 * Epoch milliseconds with their fractions. `Date.now()` in k6 cuts them off, so that half of all arrivals would be most
 * of a millisecond late; the run's duration keeps them, and the two together give the time.
 */
export function nowMs(): number {
  const ranMs = exec.instance.currentTestRunDuration
  offsetMs = Math.max(offsetMs, Date.now() - ranMs)
  return ranMs + offsetMs
}
