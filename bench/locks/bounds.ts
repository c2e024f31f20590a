/** What pairs of measurements say of a ratio: their geometric mean, and its two-sided 95 % interval by Student's t. */
export interface Ratio {
  readonly mean: number
  readonly lower: number
  readonly upper: number
  readonly median: number
  readonly pairs: number
}

export function ratioOf(pairs: readonly (readonly [within: number, without: number])[]): Ratio {
  const logs = pairs.map(([within, without]) => Math.log(within / without))
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1)
  const margin = studentT975(logs.length - 1) * Math.sqrt(variance / logs.length)
  return {
    mean: Math.exp(mean),
    lower: Math.exp(mean - margin),
    upper: Math.exp(mean + margin),
    median: Math.exp(quantile(logs, 0.5)),
    pairs: logs.length,
  }
}

export function spell({ mean, lower, upper, median, pairs }: Ratio): string {
  const [m, l, u, half] = [mean, lower, upper, median].map((value) => value.toFixed(3))
  return `${m} (95 % interval ${l} to ${u}, median ${half}, ${pairs} pairs)`
}

/** The value below which a share of the values lies, between neighbours interpolated. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return below + (above - below) * (at % 1)
}

/** The 97.5 % point of Student's t, by Cornish and Fisher's expansion around the normal one: 1e-3 from 9 degrees up. */
export function studentT975(degrees: number): number {
  const z = 1.959964
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3
}
