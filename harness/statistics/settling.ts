import { type Effect, isQuantile } from './effect.ts'
import type { Measured } from './metrics-of-trial.ts'

/** How long a phase lasted and how many requests of the endpoint it had. */
export interface Phase {
  readonly ms: number
  readonly requests: number
}

/**
 * More of the same that would settle an INCONCLUSIVE, if the effect is what it seems: bounds narrow with the square
 * root of the requests. null where there are no bounds to narrow.
 */
export function settledBy({ metric, low, high }: Measured, effect: Effect, phase: Phase): string | null {
  if (low === null || high === null) return null
  const scale = isQuantile(metric) ? Math.log1p : (value: number) => value
  const [value, upper, lower, margin] = [effect.value, high, low, effect.margin].map((bound) => scale(bound)) as [
    number,
    number,
    number,
    number,
  ]
  // Below the margin, until the upper bound is there too; above it, until the lower bound leaves nothing.
  const factor =
    value < margin ? ((upper - value) / (margin - Math.max(0, value))) ** 2 : ((value - lower) / value) ** 2 + 1
  return moreTraffic(Math.max(0.05, factor - 1) * phase.requests, phase)
}

/** So many requests more in each phase, as time at today's rate or as a rate in today's time. */
export function moreTraffic(requests: number, { ms, requests: seen }: Phase): string {
  const rate = round(requests / (ms / 1_000))
  const faster = `${rate} requests/s more of it`
  return seen === 0 ? faster : `${duration((requests / seen) * ms)} more in each steady phase, or ${faster}`
}

function duration(ms: number): string {
  if (ms < 120_000) return `${Math.ceil(ms / 1_000)} s`
  return ms < 7_200_000 ? `${Math.ceil(ms / 60_000)} minutes` : `${Math.ceil(ms / 3_600_000)} hours`
}

function round(value: number): string {
  return value >= 10 ? String(Math.ceil(value)) : String(Math.ceil(value * 10) / 10)
}
