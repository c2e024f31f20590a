import assert from 'node:assert/strict'
import { simulate } from '../../bench/judge/simulation.ts'
import { blockOf, together } from '../../harness/statistics/blocks.ts'
import { matchedLabels } from '../../harness/statistics/labels.ts'
import { quantilePosition, tailScores } from '../../harness/statistics/tails-of-trial.ts'

const WORLD = {
  endpoints: 3,
  blocks: 20,
  requestsPerBlock: 500,
  shape: null,
  sigma: 0.8,
  drift: 0.05,
  bursts: 0,
  blockNoise: 0.05,
  errorRate: 0.001,
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [a, b] = [mean(one), mean(other)]
  const products = one.map((value, at) => (value - a) * ((other[at] ?? 0) - b))
  const spread = (values: readonly number[], centre: number) => mean(values.map((value) => (value - centre) ** 2))
  return mean(products) / Math.sqrt(spread(one, a) * spread(other, b))
}

describe('a score per block in place of merged histograms', () => {
  it('orders labellings as merging the histograms anew under each of them does', () => {
    const { endpoints } = simulate({ ...WORLD, seed: 3, change: null })
    for (const { endpoint, a1, b, a2 } of endpoints) {
      const trial = { endpoint, phases: [a1, b, a2 ?? []].map((phase) => phase.map(blockOf)), after: 1 }
      const labels = matchedLabels(20, 3, 1, { seed: 11, permutations: 200 })
      const scores = tailScores(trial, 0.01).phases
      const [merged, scored]: [number[], number[]] = [[], []]
      for (let labelling = 0; labelling < labels.labellings; labelling++) {
        const chosen = labels.table.subarray(labelling * 20, labelling * 20 + 20)
        const after = [...chosen].map((phase, block) => trial.phases[phase]?.[block] as never)
        const rest = [...chosen].flatMap((phase, block) =>
          trial.phases.filter((_, other) => other !== phase).map((blocks) => blocks[block] as never),
        )
        merged.push(quantilePosition(together(after).curve, 0.01) - quantilePosition(together(rest).curve, 0.01))
        scored.push([...chosen].reduce((sum, phase, block) => sum + (scores[phase]?.[block] ?? 0), 0))
      }
      const agreement = correlation(merged, scored)
      assert.ok(agreement > 0.97, `${endpoint}: ${agreement}`)
    }
  })
})
