import assert from 'node:assert/strict'
import type { BlockSample } from '../../harness/model/facts-of-judging.ts'
import { outcomeOf } from '../../harness/statistics/outcome.ts'
import { blockOf, compare, lognormalBlock, phaseOf, tripletsOf } from './blocks-of.ts'

/** A phase in which every request of these blocks takes so long. */
function hanging(phase: number, blocks: readonly number[], ms = 30_000): readonly BlockSample[] {
  return phaseOf(phase).map((block, at) =>
    blocks.includes(at) ? lognormalBlock({ requests: 500, medianMs: ms, sigma: 0.1 }) : block,
  )
}

/** Twenty blocks of 12 requests; of the phase's 240 every twentieth takes a minute. */
function unanswered(phase: number, each: number): readonly BlockSample[] {
  return Array.from({ length: 20 }, (_, block) =>
    blockOf(
      Array.from({ length: 12 }, (_, at) =>
        each > 0 && (block * 12 + at) % each === 7 ? 60_000 : 40 + ((at * 7 + block + phase) % 12),
      ),
    ),
  )
}

const NEVER = 0

describe('requests that hang in soak', () => {
  it('are REGRESSED where four of twenty blocks do nothing but hang, and NO-GO', () => {
    const { endpoint, comparison, metric } = compare(tripletsOf(phaseOf(0), hanging(1, [3, 8, 12, 17]), phaseOf(2)))
    assert.notEqual(metric('p99')?.answer, 'regressed')
    assert.equal(endpoint.answer, 'regressed')
    const [hangs] = endpoint.hangs ?? []
    assert.ok(hangs?.adjustedP && hangs.adjustedP < 0.02 && hangs.adjustedP > 0.008, `${hangs?.adjustedP}`)
    assert.deepEqual(
      { ...hangs, adjustedP: 0, overMs: 0 },
      {
        phase: 'soak',
        overMs: 0,
        baseline: { hung: 0, requests: 10_000 },
        hung: 2_000,
        requests: 10_000,
        blocks: 4,
        adjustedP: 0,
        certain: true,
      },
    )
    assert.equal(outcomeOf(comparison), 'no-go')
  })

  it('are REGRESSED where one in twenty of few requests is never answered', () => {
    const { endpoint } = compare(tripletsOf(unanswered(0, NEVER), unanswered(1, 20), unanswered(2, NEVER)))
    assert.equal(endpoint.quantile, null)
    assert.equal(
      endpoint.metrics.every(({ answer }) => answer !== 'regressed'),
      true,
    )
    assert.deepEqual([endpoint.answer, endpoint.hangs?.[0]?.hung], ['regressed', 12])
  })

  it('are REGRESSED from two seconds on, for an endpoint of milliseconds', () => {
    const { endpoint } = compare(tripletsOf(phaseOf(0), hanging(1, [1, 6, 11, 16, 19], 3_000), phaseOf(2)))
    assert.equal(endpoint.answer, 'regressed')
    const short = compare(tripletsOf(phaseOf(0), hanging(1, [3, 8, 12], 1_400), phaseOf(2))).endpoint
    assert.equal(short.hangs, undefined)
  })

  it('are dropped ones too', () => {
    const dropping = phaseOf(1).map((block, at) => (at % 4 === 0 ? { ...block, dropped: 20 } : block))
    assert.equal(compare(tripletsOf(phaseOf(0), dropping, phaseOf(2))).endpoint.hangs?.[0]?.hung, 100)
  })

  it('leave the run INCONCLUSIVE where they are of one block, or of blocks in a row', () => {
    for (const blocks of [[9], [9, 10], [4, 15]]) {
      const { endpoint, comparison } = compare(tripletsOf(phaseOf(0), hanging(1, blocks), phaseOf(2)))
      assert.deepEqual([endpoint.answer, endpoint.hangs?.[0]?.certain], ['inconclusive', false], `${blocks}`)
      assert.equal(outcomeOf(comparison), 'inconclusive')
    }
  })

  it('leave it INCONCLUSIVE where there are too few blocks for any proof', () => {
    const blocks = (phase: number) => phaseOf(phase).slice(0, 2)
    const { endpoint } = compare(tripletsOf(blocks(0), hanging(1, [0, 1]).slice(0, 2), blocks(2)))
    assert.deepEqual([endpoint.answer, endpoint.hangs?.[0]?.certain], ['inconclusive', false])
  })

  it('are no news where as many hung in the baseline, whatever restored does', () => {
    const { endpoint } = compare(tripletsOf(hanging(0, [2, 7, 11, 16]), hanging(1, [3, 8, 12, 17]), phaseOf(2)))
    assert.equal(endpoint.hangs?.some(({ phase }) => phase === 'soak') ?? false, false)
    const usual = compare(tripletsOf(unanswered(0, 20), unanswered(1, 20), unanswered(2, NEVER))).endpoint
    assert.notEqual(usual.answer, 'regressed')
  })

  it('are hiccups of a machine below one in a hundred', () => {
    const one = phaseOf(1).map((block, at) =>
      at === 6 ? lognormalBlock({ requests: 500, medianMs: 55, sigma: 1.7, turn: 3 }) : block,
    )
    assert.equal(compare(tripletsOf(phaseOf(0), one, phaseOf(2))).endpoint.hangs, undefined)
  })
})

describe('requests that hang in what was restored', () => {
  it('leave the run INCONCLUSIVE, and blame no soak', () => {
    const { endpoint, comparison } = compare(tripletsOf(phaseOf(0), phaseOf(1), hanging(2, [3, 8, 12, 17])))
    assert.notEqual(endpoint.answer, 'regressed')
    assert.deepEqual(
      endpoint.hangs?.map(({ phase, certain, blocks }) => [phase, certain, blocks]),
      [['restored', false, 4]],
    )
    assert.equal(outcomeOf(comparison), 'inconclusive')
  })
})

describe('what stayed as slow after the rollback', () => {
  const slow = (phase: number) => phaseOf(phase, { medianMs: 90 })

  it('is told of what is REGRESSED, so that a machine that is slower for good can be told from a version', () => {
    const { endpoint, comparison } = compare(tripletsOf(phaseOf(0), slow(1), slow(2)))
    assert.equal(endpoint.answer, 'regressed')
    const [p99] = comparison.controls.asSlowRestored ?? []
    assert.equal(p99?.metric, 'p99')
    assert.ok(p99 && Math.abs((p99.restored ?? 0) / p99.soak - 1) < 0.05 && (p99.baseline ?? 0) < 0.7 * p99.soak)
  })

  it('is told of nothing that was quick again', () => {
    assert.equal(compare(tripletsOf(phaseOf(0), slow(1), phaseOf(2))).comparison.controls.asSlowRestored, undefined)
  })
})
