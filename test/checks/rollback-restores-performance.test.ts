import assert from 'node:assert/strict'
import { rollbackRestoresPerformance } from '../../harness/checks/rollback-restores-performance.ts'
import type { Hangs } from '../../harness/model/facts-of-judging.ts'
import { alarmed, bareRun, compared, comparedRun, pace } from './compared.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'

describe('rollback-restores-performance', () => {
  it('passes where the restored version is as quick as the baseline was', () => {
    assertPassed(
      rollbackRestoresPerformance.judge(journal(...comparedRun())),
      'no endpoint is slower on the restored version than in the baseline',
    )
  })

  it('does not know whether the rollback or the machine made it slower', () => {
    assertUnknown(
      rollbackRestoresPerformance.judge(journal(...comparedRun({ controls: alarmed('restored') }))),
      'the restored version is slower than the baseline was: GET /home p95 20 → 31 ms (adjusted p 0.004); the rollback did not restore performance, or the machine drifted. Settled by a rehearsal with --paired on a quiet machine, which repeats it without a change.',
    )
  })

  it('blames the rollback where the same acts without a change were not slower, and the machine where they were', () => {
    const slower = comparedRun({ controls: alarmed('restored') })
    const paired = { kind: 'paired.rehearsed', folder: 'paired', ran: true } as const
    const blamed = onlyFinding(rollbackRestoresPerformance.judge(journal(...slower, { ...paired, alarms: [] })))
    assert.deepEqual(
      [blamed.severity, blamed.subject, blamed.summary],
      [
        'blocker',
        'GET /home',
        'slower on the restored version than in the baseline: GET /home p95 20 → 31 ms (adjusted p 0.004); repeated without a change it is not',
      ],
    )
    const { alarms } = alarmed('restored').restored
    assertUnknown(
      rollbackRestoresPerformance.judge(journal(...slower, { ...paired, alarms })),
      'the restored version is slower than the baseline was: GET /home p95 20 → 31 ms (adjusted p 0.004); so it was without a change, so the machine drifts. Settled by a rehearsal with --paired on a quiet machine, which repeats it without a change.',
    )
    assert.equal(
      rollbackRestoresPerformance.judge(journal(...slower, { ...paired, ran: false, alarms: [] })).ruling,
      'unknown',
    )
  })

  it('does not blame the rollback for a machine that is slower for good, however quick the repetition was', () => {
    const slower = comparedRun({ controls: alarmed('restored') })
    const paired = { kind: 'paired.rehearsed', folder: 'paired', ran: true, alarms: [] } as const
    const judge = (others: number) =>
      rollbackRestoresPerformance.judge(
        journal(...slower, pace('baseline'), pace('restored', { others, workMs: 1.3 }), paired),
      )
    assertUnknown(
      judge(0.3),
      'the restored version is slower than the baseline was: GET /home p95 20 → 31 ms (adjusted p 0.004); the machine itself was 34 % slower in restored than in baseline (other programs took 30 % of its CPU time, 2 % before, the same work took 8.3 % more CPU time). Settled by a rehearsal with --paired on a quiet machine, which repeats it without a change.',
    )
    onlyFinding(judge(0.03))
  })

  it('does not know what hung after the rollback', () => {
    const hangs: Hangs = {
      phase: 'restored',
      overMs: 2_000,
      hung: 500,
      requests: 10_000,
      blocks: 2,
      baseline: { hung: 0, requests: 10_000 },
      adjustedP: null,
      certain: false,
    }
    assertUnknown(
      rollbackRestoresPerformance.judge(journal(...comparedRun({ endpoints: [compared({ hangs: [hangs] })] }))),
      'POST /payments: 5 % of the requests in restored hung for more than 2000 ms, in 2 blocks, and 0 % in baseline. Settled by a rehearsal with --paired on a quiet machine, which repeats it without a change.',
    )
  })

  it('asks nothing of a way back that leads to no second baseline', () => {
    const facts = comparedRun({ controls: alarmed('restored') }).slice(1)
    assertPassed(
      rollbackRestoresPerformance.judge(journal(started({ compares: true, wayBack: 'code-only' }), ...facts)),
      'not applicable: the old version stays on the new schema',
    )
    assertPassed(
      rollbackRestoresPerformance.judge(journal(started({ compares: true, wayBack: 'none', reason: 'x' }), ...facts)),
      'not applicable, the spec declares no way back: x',
    )
  })

  it('does not know where nothing was compared', () => {
    assertUnknown(
      rollbackRestoresPerformance.judge(journal(...bareRun())),
      'before was not compared with after. Settled by a rehearsal whose steady acts all see traffic.',
    )
  })
})
