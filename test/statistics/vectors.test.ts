import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { autocorrelation } from '../../harness/statistics/autocorrelation.ts'
import { normalDensity, normalQuantile } from '../../harness/statistics/distributions.ts'
import { falseDiscovery } from '../../harness/statistics/false-discovery.ts'
import { kolmogorovSmirnov } from '../../harness/statistics/kolmogorov-smirnov.ts'
import { matchedLabels } from '../../harness/statistics/labels.ts'
import { newcombe, wilson } from '../../harness/statistics/shares.ts'
import { shareAtLeast } from '../../harness/statistics/step-down.ts'
import { studentised } from '../../harness/statistics/studentised.ts'

type Pair = readonly [number, number]

interface Vectors {
  readonly normalQuantile: readonly Pair[]
  readonly normalDensity: readonly Pair[]
  readonly oneSampleT: readonly { readonly scores: number[][]; readonly statistic: number; readonly p: number }[]
  readonly moderated: {
    readonly scores: number[][]
    readonly variance: number
    readonly statistic: number
    readonly p: number
  }
  readonly falseDiscovery: { readonly p: number[]; readonly q: number[] }
  readonly kolmogorovSmirnov: { readonly one: number[]; readonly other: number[]; readonly distance: number }
  readonly wilson: readonly (readonly [Pair, Pair])[]
  readonly newcombe: readonly { readonly before: Pair; readonly after: Pair; readonly bounds: Pair }[]
  readonly autocorrelation: { readonly series: number[]; readonly r: number }
}

const vectors = JSON.parse(readFileSync(new URL('vectors/vectors.json', import.meta.url), 'utf8')) as Vectors

function near(actual: number | undefined, expected: number): void {
  const close = Math.abs((actual ?? Number.NaN) - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
  assert.ok(close, `expected ${expected}, found ${actual}`)
}

function observed(scores: number[][], variance: number) {
  const phases = scores.map((phase) => Float64Array.from(phase))
  const labels = matchedLabels(phases[0]?.length ?? 0, phases.length, 1, { seed: 1, permutations: 100_000 })
  const statistics = studentised(labels, { phases, variance })
  return {
    statistic: statistics[0] ?? Number.NaN,
    p: shareAtLeast(statistics, statistics[0] ?? 0),
    exact: labels.exact,
  }
}

describe('numbers beside those of SciPy and statsmodels', () => {
  it('are the same for the normal distribution', () => {
    for (const [p, z] of vectors.normalQuantile) near(normalQuantile(p), z)
    for (const [z, density] of vectors.normalDensity) near(normalDensity(z), density)
  })

  it('are the same for Student’s t over all labellings of triplets and of pairs', () => {
    for (const { scores, statistic, p } of vectors.oneSampleT) {
      const found = observed(scores, 0)
      // Half of the variance is that of independent requests, which is none here.
      near(found.statistic / Math.SQRT2, statistic)
      near(found.p, p)
      assert.ok(found.exact)
    }
  })

  it('are the same with far blocks drawn in and the variance averaged', () => {
    const { scores, variance, statistic, p } = vectors.moderated
    const found = observed(scores, variance)
    near(found.statistic, statistic)
    near(found.p, p)
  })

  it('are the same for false discovery rates', () => {
    const { p, q } = vectors.falseDiscovery
    for (const [at, found] of falseDiscovery(p).entries()) near(found, q[at] ?? Number.NaN)
  })

  it('are the same for the distance of two samples', () => {
    const { one, other, distance } = vectors.kolmogorovSmirnov
    near(kolmogorovSmirnov(one, other), distance)
  })

  it('are the same for the intervals of Wilson and Newcombe', () => {
    for (const [[hits, total], [low, high]] of vectors.wilson) {
      const found = wilson({ hits, total }, 0.01)
      near(found.low, low)
      near(found.high, high)
    }
    for (const { before, after, bounds } of vectors.newcombe) {
      const found = newcombe({ hits: before[0], total: before[1] }, { hits: after[0], total: after[1] }, 0.01)
      near(found.low, bounds[0])
      near(found.high, bounds[1])
    }
  })

  it('are the same for the autocorrelation of a series', () => {
    near(autocorrelation(vectors.autocorrelation.series), vectors.autocorrelation.r)
  })
})
