import { createHash } from 'node:crypto'
import type { PartnerFault, PartnerRoute } from '../model/stage.ts'

/** A span of failures, in milliseconds since the phase began. */
export interface FaultWindow {
  readonly fromMs: number
  readonly toMs: number
}

/** z of the 99th percentile of the normal distribution. */
const Z99 = 2.3263478740408408

/**
 * A number in (0, 1) that depends on its arguments alone. Random access rather than a running generator: what the
 * hundredth call meets must not hang on how many calls came before it in another phase.
 */
export function chance(seed: number, ...names: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update([seed, ...names].join('\u0000'))
    .digest()
  return (digest.readUIntBE(0, 6) + 0.5) / 2 ** 48
}

/** The one failing span within the `turn`-th period of a fault: seeded in both its start and its length. */
export function faultWindow(seed: number, name: string, fault: PartnerFault, turn: number): FaultWindow {
  const { minMs, maxMs } = fault.lasting
  const lastsMs = Math.min(minMs + chance(seed, name, turn, 'length') * (maxMs - minMs), fault.everyMs)
  const fromMs = turn * fault.everyMs + chance(seed, name, turn, 'start') * (fault.everyMs - lastsMs)
  return { fromMs, toMs: fromMs + lastsMs }
}

/** The fault that a call meets so long after its phase began; null for almost all of them. */
export function faultAt(seed: number, partner: string, route: PartnerRoute, elapsedMs: number): PartnerFault | null {
  for (const [index, fault] of route.faults.entries()) {
    const turn = Math.floor(elapsedMs / fault.everyMs)
    const { fromMs, toMs } = faultWindow(seed, `${partner} ${route.operation} ${index}`, fault, turn)
    if (elapsedMs >= fromMs && elapsedMs < toMs) return fault
  }
  return null
}

/** How long the n-th answer of a route takes in any phase: lognormal through the route's two quantiles. */
export function answerTimeMs(seed: number, partner: string, route: PartnerRoute, n: number): number {
  const { p50Ms, p99Ms } = route.latency
  if (p50Ms <= 0) return 0
  const sigma = Math.log(Math.max(p99Ms / p50Ms, 1)) / Z99
  const name = `${partner} ${route.operation}`
  const radius = Math.sqrt(-2 * Math.log(chance(seed, name, n, 'radius')))
  const normal = radius * Math.cos(2 * Math.PI * chance(seed, name, n, 'angle'))
  return p50Ms * Math.exp(sigma * normal)
}
