import { execution } from './execution.ts'

/** From k6's own clock to the epoch: never too great, and nearer to the truth with each look. */
let offsetMs: number | null = null

/**
 * Epoch milliseconds with their fractions. `Date.now()` in k6 cuts them off, so that half of all arrivals would be most
 * of a millisecond late; the run's duration keeps them, and the two together give the time.
 */
export function nowMs(): number {
  const { instance } = execution()
  if (offsetMs === null) awaitTick()
  // The epoch is asked first: whatever comes between the two makes the offset smaller, which the next look mends.
  const atMs = Date.now()
  const ranMs = instance.currentTestRunDuration
  offsetMs = Math.max(offsetMs ?? Number.NEGATIVE_INFINITY, atMs - ranMs)
  return ranMs + offsetMs
}

/** The moment at which `Date.now()` moves on is a whole millisecond; it takes one at most to come. */
function awaitTick(): void {
  const beganMs = Date.now()
  while (Date.now() === beganMs);
}
