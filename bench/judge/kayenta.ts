import { normalQuantile } from '../../harness/statistics/distributions.ts'

const TOLERANCE = 0.25
const CONFIDENCE = 0.98

/**
 * Kayenta's default rule for one metric that may not increase, from its documentation: the Mann–Whitney test with the
 * 98 % interval of the Hodges–Lehmann shift of the canary; "High" where the whole interval lies above a quarter of the
 * shift itself.
 */
export function isHigh(baseline: readonly number[], canary: readonly number[]): boolean {
  const shifts = Float64Array.from(canary.flatMap((after) => baseline.map((before) => after - before))).sort()
  const [n, m] = [baseline.length, canary.length]
  const spread = Math.sqrt((n * m * (n + m + 1)) / 12)
  const rank = Math.max(0, Math.round((n * m) / 2 - normalQuantile((1 + CONFIDENCE) / 2) * spread))
  const middle = shifts.length / 2
  const estimate = ((shifts[Math.ceil(middle) - 1] ?? 0) + (shifts[Math.floor(middle)] ?? 0)) / 2
  return (shifts[rank] ?? 0) > TOLERANCE * Math.abs(estimate)
}
