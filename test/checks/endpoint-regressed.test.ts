import assert from 'node:assert/strict'
import { endpointRegressed } from '../../harness/checks/endpoint-regressed.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
import type { Hangs } from '../../harness/model/facts-of-judging.ts'
import { alarmed, bareRun, compared, comparedRun, DESIGN, metric, pace, SLOWER } from './compared.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, LAG, phase, started, step, wholeRehearsal } from './journal.ts'

const SLOW = compared({
  answer: 'regressed',
  metrics: [
    SLOWER,
    metric('errors'),
    metric('exceedance', { after: 0.041, answer: 'regressed', adjustedP: 0.003, couldHideUpTo: 0.05 }),
  ],
})

const PASSED = '1 endpoint compared over 20 blocks a phase (matched), none regressed: p99 of POST /payments'

describe('endpoint-regressed', () => {
  it('names the endpoint with both times, the interval, and how many were slower than the old p99', () => {
    const entries = journal(...comparedRun({ endpoints: [compared({ endpoint: 'GET /home' }), SLOW] }))
    const finding = onlyFinding(endpointRegressed.judge(entries))
    assert.deepEqual(
      { ...finding, remedy: '' },
      {
        check: 'endpoint-regressed',
        severity: 'blocker',
        subject: 'POST /payments',
        summary:
          'p99 +38 % (31 to 46 %), 41 → 57 ms, adjusted p 0.002; 4.1 % were slower than the old p99, 1 % expected',
        remedy: '',
        measured: {
          p99BeforeMs: 41,
          p99AfterMs: 56.6,
          p99AdjustedP: 0.002,
          exceedanceBeforeShare: 0.01,
          exceedanceAfterShare: 0.041,
          exceedanceAdjustedP: 0.003,
        },
        limit: { adjustedP: 0.01 },
        evidence: [entries.length],
      },
    )
  })

  it('names errors, and a slow minority that no quantile shows', () => {
    const errors = metric('errors', { before: 0.001, after: 0.023, adjustedP: 0.00001, answer: 'regressed' })
    const failing = compared({ answer: 'regressed', metrics: [metric('p99'), errors] })
    assert.equal(
      onlyFinding(endpointRegressed.judge(journal(...comparedRun({ endpoints: [failing] })))).summary,
      'errors 0.1 % → 2.3 %, adjusted p below 0.0001',
    )
    const minority = metric('exceedance', { after: 0.031, answer: 'regressed', adjustedP: 0.0098 })
    const some = compared({ answer: 'regressed', quantile: null, metrics: [metric('errors'), minority] })
    assert.equal(
      onlyFinding(endpointRegressed.judge(journal(...comparedRun({ endpoints: [some] })))).summary,
      '3.1 % were slower than the old p90, 1 % expected, adjusted p 0.0098',
    )
  })

  it('passes what is equivalent, improved or not settled, and says what was judged', () => {
    assertPassed(endpointRegressed.judge(journal(...comparedRun())), PASSED)
    const others = [
      compared({ answer: 'inconclusive', quantile: null }),
      compared({ endpoint: 'b', answer: 'improved' }),
    ]
    const design = { ...DESIGN, blocks: 2, pairing: 'blocks', canGate: false, smallestP: 0.17 } as const
    assertPassed(
      endpointRegressed.judge(journal(...comparedRun({ endpoints: others, design, unscheduled: ['browse'] }))),
      '2 endpoints compared over 2 blocks a phase (unpaired, for browse keeps no schedule), none regressed: exceedance of POST /payments; p99 of b; too few blocks to find anything: the smallest p is 0.17',
    )
  })

  it('does not blame the new version for a restored one that is quicker than the baseline was', () => {
    const step = { endpoint: 'GET /home', metric: 'p99', baseline: 316, soak: 317, restored: 200, p: 0.4 } as const
    const controls = { ...alarmed('restored'), restored: alarmed('restored').oddEven, onlyByRestored: [step] }
    assertUnknown(
      endpointRegressed.judge(journal(...comparedRun({ controls }))),
      'GET /home p99 is worse in soak than in baseline and restored together, but not beyond chance than in baseline alone (316 ms in baseline, 317 ms in soak, 200 ms restored), so something else changed as well. Settled by a rehearsal on a machine with more free cores, with nothing beside it.',
    )
  })

  it('does not know where a run that compares left no comparison', () => {
    const settled = 'Settled by a rehearsal whose steady acts all see traffic.'
    assertUnknown(endpointRegressed.judge(journal(...bareRun())), `before was not compared with after. ${settled}`)
    assertUnknown(
      endpointRegressed.judge(journal(...bareRun(), { kind: 'comparison.failed', reason: 'no histograms' })),
      `the comparison failed: no histograms. ${settled}`,
    )
  })

  it('asks nothing of a run that is older, or whose upgrade failed', () => {
    assertPassed(endpointRegressed.judge(wholeRehearsal()), 'not compared: this run is older than the comparison')
    assertPassed(
      endpointRegressed.judge(journal(started({ compares: true }), step('upgrade', { ok: false }))),
      'not applicable: the upgrade failed, so that there is no soak to compare',
    )
  })

  it('blames no endpoint for a generator that was late, in all or in soak alone', () => {
    const late = phase('soak', { lag: { ...LAG, idleP99Ms: 80 } })
    const settled = 'Settled by a rehearsal on a machine with more free cores, with nothing beside it.'
    assertUnknown(
      endpointRegressed.judge(journal(...comparedRun({ endpoints: [SLOW] }), late)),
      `latency cannot be compared, for k6 started iterations late in soak although users were free, p99 80 ms (limit 50 ms); POST /payments is slower, but so was the generator: p99 of the lag rose from 2 ms to 80 ms. ${settled}`,
    )
    const abit = phase('soak', { lag: { ...LAG, idleP99Ms: 10 } })
    assertUnknown(
      endpointRegressed.judge(journal(...comparedRun({ endpoints: [SLOW] }), abit)),
      `POST /payments is slower, but so was the generator: p99 of the lag rose from 2 ms to 10 ms. ${settled}`,
    )
    const less = phase('soak', { lag: { ...LAG, idleP99Ms: 9 } })
    onlyFinding(endpointRegressed.judge(journal(...comparedRun({ endpoints: [SLOW] }), less)))
  })

  describe('of requests that hang', () => {
    const HANGS: Hangs = {
      phase: 'soak',
      overMs: 2_000,
      hung: 2_000,
      requests: 10_000,
      blocks: 4,
      baseline: { hung: 0, requests: 10_000 },
      adjustedP: 0.0123,
      certain: true,
    }
    const judge = (hangs: Hangs, ...more: readonly Fact[]) => {
      const answer = hangs.certain ? 'regressed' : 'inconclusive'
      return endpointRegressed.judge(
        journal(...comparedRun({ endpoints: [compared({ answer, hangs: [hangs] })] }), ...more),
      )
    }

    it('says how many, in how many blocks', () => {
      const finding = onlyFinding(judge(HANGS))
      assert.deepEqual(
        [finding.severity, finding.subject, finding.summary, finding.measured],
        [
          'blocker',
          'POST /payments',
          '20 % of the requests in soak hung for more than 2000 ms, in 4 blocks, and 0 % in baseline, adjusted p 0.012',
          { hungBeforeShare: 0, hungAfterShare: 0.2 },
        ],
      )
    })

    it('does not know of too few blocks', () => {
      assertUnknown(
        judge({ ...HANGS, hung: 500, blocks: 1, adjustedP: 0.33, certain: false }),
        'POST /payments: 5 % of the requests in soak hung for more than 2000 ms, in 1 block, and 0 % in baseline, too few blocks to tell the version from the machine. Settled by a rehearsal on a machine with more free cores, with nothing beside it.',
      )
    })

    it('blames no endpoint for a generator that was late', () => {
      assert.equal(judge(HANGS, phase('soak', { lag: { ...LAG, idleP99Ms: 80 } })).ruling, 'unknown')
    })
  })

  describe('on a machine that became slower for good', () => {
    const stayed = (metric: 'p99' | 'exceedance') => ({
      ...{ endpoint: 'POST /payments', metric, p: 0.4 },
      ...(metric === 'p99'
        ? { baseline: 41, soak: 56.6, restored: 57 }
        : { baseline: 0.01, soak: 0.041, restored: 0.04 }),
    })
    const run = (soak: Fact | null, restored: Fact | null, stays = [stayed('p99'), stayed('exceedance')]) => {
      const { controls } = comparedRun().findLast(
        ({ kind }) => kind === 'traffic.compared',
      ) as EntryOf<'traffic.compared'>
      const facts = comparedRun({ endpoints: [SLOW], controls: { ...controls, asSlowRestored: stays } })
      const paces = [pace('baseline'), soak, restored].filter((fact) => fact !== null)
      return endpointRegressed.judge(journal(...facts, ...paces))
    }
    const taken = (name: 'soak' | 'restored', others: number) => pace(name, { others })

    it('does not know what was as slow after the rollback', () => {
      assertUnknown(
        run(taken('soak', 0.32), taken('restored', 0.31)),
        'POST /payments is slower (p99 41 → 57 ms, 57 ms restored), but the machine itself was 31 % slower in soak than in baseline (other programs took 32 % of its CPU time, 2 % before), and after the rollback. Settled by a rehearsal on a machine with more free cores, with nothing beside it.',
      )
    })

    it('finds it where the machine was as quick, or left no record', () => {
      for (const restored of [taken('restored', 0.1), null])
        assert.equal(onlyFinding(run(taken('soak', 0.32), restored)).subject, 'POST /payments')
      onlyFinding(run(null, taken('restored', 0.32)))
    })

    it('finds what was quick again after the rollback, on however slow a machine', () => {
      onlyFinding(run(taken('soak', 0.5), taken('restored', 0.5), []))
    })

    it('finds more than the machine explains', () => {
      // 1.38 is what a machine slower by 7.7 % would explain, and less than a tenth is no slowdown.
      const finding = (others: number) => run(taken('soak', others), taken('restored', others)).ruling
      assert.deepEqual([finding(0.117), finding(0.119)], ['found', 'unknown'])
      const far = { ...SLOW, metrics: SLOW.metrics.map((one) => ({ ...one, ratio: 3 })) }
      const facts = comparedRun({
        endpoints: [far],
        controls: { ...alarmed('restored'), asSlowRestored: [stayed('p99'), stayed('exceedance')] },
      })
      const paces = [pace('baseline'), taken('soak', 0.2), taken('restored', 0.2)]
      onlyFinding(endpointRegressed.judge(journal(...facts, ...paces)))
    })

    it('is not excused by what the rehearsal itself burns', () => {
      const own = { ours: 0.97, others: 0.02 }
      onlyFinding(run(pace('soak', own), pace('restored', own)))
    })
  })
})
