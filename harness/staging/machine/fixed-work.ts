/** A millisecond or two of arithmetic: small enough to leave the load alone, long enough for the clock. */
const STEPS = 1_000_000

/** Read by nobody; without it the work could be left out. */
let result = 1

/**
 * CPU time that a fixed piece of work takes now, in ms. It is the time on a processor, not on the clock, so that a load
 * that keeps this program waiting changes it little: a processor that is slower, or half of a core, does.
 */
export function workMs(): number {
  const began = process.cpuUsage()
  let state = result
  for (let step = 0; step < STEPS; step++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
  result = state
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1_000
}
