import type { JudgingLimits, JudgingOptions } from '../model/facts-of-judging.ts'

/** Margins and least effects that hold where a spec says nothing else. */
export const DEFAULT_LIMITS: JudgingLimits = {
  margins: { p99: 0.25, p95: 0.1, p90: 0.1, errors: 0.01, exceedance: 1 },
  least: { rise: 0.1, riseMs: 5, errors: 0.001, exceedance: 0.5 },
  noiseFloor: 0,
}

/** Everything but the seed, which belongs to the run. */
export const DEFAULT_JUDGING: Omit<JudgingOptions, 'seed'> = {
  alpha: 0.01,
  permutations: 4_999,
  pairing: 'triplets',
  gates: [],
  limits: DEFAULT_LIMITS,
  limitsOf: {},
}
