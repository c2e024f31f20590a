import library from 'jstat'

const { normal } = library.jStat

/** What a standard normal variable stays below with probability `p`. */
export function normalQuantile(p: number): number {
  return normal.inv(p, 0, 1)
}

/** The density of a standard normal variable. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}
