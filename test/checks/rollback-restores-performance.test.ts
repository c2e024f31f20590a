import assert from 'node:assert/strict'
import { rollbackRestoresPerformance } from '../../harness/checks/rollback-restores-performance.ts'
import { alarmed, bareRun, comparedRun } from './compared.ts'
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
