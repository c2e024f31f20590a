/** Sums of logarithms of factorials, grown as needed: exact enough (1e-10) for the counts of a rehearsal. */
const LOG_FACTORIALS: number[] = [0]

function logFactorial(n: number): number {
  for (let next = LOG_FACTORIALS.length; next <= n; next++) {
    LOG_FACTORIALS.push((LOG_FACTORIALS[next - 1] ?? 0) + Math.log(next))
  }
  return LOG_FACTORIALS[n] ?? 0
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

/** P(X ≥ k) for X binomial: the chance of `k` or more failures in `n` requests whose true rate is `rate`. */
export function binomialTail(k: number, n: number, rate: number): number {
  if (k <= 0) return 1
  if (k > n || rate <= 0) return 0
  if (rate >= 1) return 1
  let tail = 0
  for (let hits = k; hits <= n; hits++) {
    const term = Math.exp(logChoose(n, hits) + hits * Math.log(rate) + (n - hits) * Math.log1p(-rate))
    tail += term
    // Past the mean the terms only shrink, so what is left cannot be seen any more.
    if (hits > n * rate && term < tail * 1e-12) break
  }
  return Math.min(1, tail)
}

/**
 * One-sided exact test of Fisher: the chance of at least as many of the failures in the later sample, if both samples
 * had the same rate.
 */
export function fisherTail(earlier: Sample, later: Sample): number {
  const [fails, total] = [earlier.fails + later.fails, earlier.total + later.total]
  let tail = 0
  for (let inLater = later.fails; inLater <= Math.min(fails, later.total); inLater++) {
    if (fails - inLater > earlier.total) continue
    tail += Math.exp(
      logChoose(later.total, inLater) + logChoose(earlier.total, fails - inLater) - logChoose(total, fails),
    )
  }
  return Math.min(1, tail)
}

export interface Sample {
  readonly fails: number
  readonly total: number
}
