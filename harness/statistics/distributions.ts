import library from 'jstat'

const { normal, studentt } = library.jStat

/** What a standard normal variable stays below with probability `p`. */
export function normalQuantile(p: number): number {
  return normal.inv(p, 0, 1)
}

/** The density of a standard normal variable. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/** The probability that a standard normal variable stays below `z`. */
export function normalBelow(z: number): number {
  return normal.cdf(z, 0, 1)
}

/** What Student's t stays below with probability `p`. The library's inverse is right to 1e-8; steps of Newton mend it to 1e-9. */
export function studentQuantile(p: number, degrees: number): number {
  let t = studentt.inv(p, degrees)
  for (let step = 0; step < 3; step++) t -= (studentt.cdf(t, degrees) - p) / studentt.pdf(t, degrees)
  return t
}
