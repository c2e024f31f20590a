import type { ReplayDescription } from '../../model/replay.ts'
import type { SentRequest } from './sent-requests.ts'

/** Means of requests under way at once, of each stretch between two times. */
export function inFlight(
  requests: readonly SentRequest[],
  { fromMs, toMs, stretchMs }: { readonly fromMs: number; readonly toMs: number; readonly stretchMs: number },
): readonly number[] {
  const curve = new Array<number>(Math.max(1, Math.round((toMs - fromMs) / stretchMs))).fill(0)
  for (const request of requests) {
    const first = Math.max(0, Math.floor((request.fromMs - fromMs) / stretchMs))
    const last = Math.min(curve.length - 1, Math.floor((request.toMs - fromMs) / stretchMs))
    for (let stretch = first; stretch <= last; stretch++) {
      const beginMs = fromMs + stretch * stretchMs
      const within = Math.min(request.toMs, beginMs + stretchMs) - Math.max(request.fromMs, beginMs)
      curve[stretch] = (curve[stretch] ?? 0) + Math.max(0, within) / stretchMs
    }
  }
  return curve
}

/** Production's curve in the window that is replayed, the factor included; null where its log had no latencies. */
export function productionInFlight({ concurrency, window, factor }: ReplayDescription): readonly number[] | null {
  if (concurrency === null) return null
  const { mean, peakPerMinute } = concurrency
  const curve = window === 'peak' && peakPerMinute.length > 0 ? peakPerMinute : [mean]
  return curve.map((one) => one * factor)
}

/** The area between the quantile functions of two curves, which may differ in length, over the second one's mean. */
export function curveError(one: readonly number[], other: readonly number[]): number {
  const [left, right] = [one, other].map((curve) => curve.toSorted((a, b) => a - b)) as [number[], number[]]
  const steps = left.length * right.length
  let area = 0
  for (let step = 0; step < steps; step++) {
    area +=
      Math.abs((left[Math.floor(step / right.length)] ?? 0) - (right[Math.floor(step / left.length)] ?? 0)) / steps
  }
  return area / mean(other)
}

/** The mean of a curve. */
export function mean(curve: readonly number[]): number {
  return curve.reduce((sum, one) => sum + one, 0) / curve.length
}
