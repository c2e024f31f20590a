import type { Limits } from '../model/limits.ts'
import { areEnoughFor } from '../model/told-quantile.ts'
import type { Phase } from './play.ts'
import { percent, wholeMs } from './wording.ts'

/** Share of a latency that a late start may add before it spoils what is made of it. */
const TOLERABLE = 0.1

/**
 * Why the load of a steady phase was not what was asked for, through our own fault: iterations late or dropped although
 * a user was free. null where the generator kept up. What was late because every user still waited is the system's.
 */
export function generatorFault(phase: Phase, limits: Limits): string | null {
  const { iterations, dropped, droppedBusy, idleP99Ms } = phase.lag
  const ownShare = share(dropped - droppedBusy, iterations + dropped)
  if (ownShare > limits.droppedShare) {
    return `k6 dropped ${percent(ownShare)} of the iterations in ${phase.phase} although users were free (limit ${percent(limits.droppedShare)})`
  }
  const limitMs = lagLimitMs(phase, limits)
  if (idleP99Ms === null || idleP99Ms <= limitMs) return null
  return `k6 started iterations late in ${phase.phase} although users were free, p99 ${wholeMs(idleP99Ms)} (limit ${wholeMs(limitMs)})`
}

/** Iterations that could not start because every user still waited, as a share of those due. */
export function systemDropped({ lag }: Phase): number {
  return share(lag.droppedBusy, lag.iterations + lag.dropped)
}

/**
 * A tenth of the quickest endpoint's p99, and never less than the spec's own limit. The p99 of a short act is two or
 * three iterations, which any busy machine delays; it counts only where it could tip one of the absolute limits.
 */
function lagLimitMs({ endpoints, lag }: Phase, { generatorLagMs, endpoints: limits, stallMs }: Limits): number {
  const p99s = endpoints.flatMap(({ latency }) => latency.p99Ms ?? [])
  const quickest = p99s.length === 0 ? 0 : Math.min(...p99s)
  const tightest = Math.min(stallMs, ...limits.flatMap(({ p99Ms }) => p99Ms ?? []))
  return Math.max(generatorLagMs, TOLERABLE * quickest, areEnoughFor('p99', lag.iterations) ? 0 : TOLERABLE * tightest)
}

function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : part / whole
}
