import exec from 'k6/execution'

/** From k6's own clock to the epoch: never too great, and nearer to the truth with each look. */
let offsetMs: number | null = null

/**
 * Epoch milliseconds with their fractions. `Date.now()` in k6 cuts them off, so that half of all arrivals would be most
 * of a millisecond late; the run's duration keeps them, and the two together give the time.
 */
export function nowMs(): number {
  offsetMs = Math.max(offsetMs ?? offsetAtTick(), offsetNow())
  return exec.instance.currentTestRunDuration + offsetMs
}

/** The moment at which `Date.now()` moves on is a whole millisecond; it takes one at most to come. */
function offsetAtTick(): number {
  const beganMs = Date.now()
  while (Date.now() === beganMs);
  return offsetNow()
}

/** The epoch is asked first: whatever comes between the two makes the offset smaller, which the next look mends. */
function offsetNow(): number {
  const atMs = Date.now()
  return atMs - exec.instance.currentTestRunDuration
}
