import { rollbackRestoresPerformance } from '../../harness/checks/rollback-restores-performance.ts'
import { alarmed, bareRun, comparedRun } from './compared.ts'
import { assertPassed, assertUnknown } from './expect.ts'
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
      'the restored version is slower than the baseline was: GET /home p95 20 → 31 ms (adjusted p 0.004); the rollback did not restore performance, or the machine drifted. Settled by a rehearsal on a quiet machine; what shows again is no drift.',
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
