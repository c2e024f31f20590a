import assert from 'node:assert/strict'
import { cleanUpComplete } from '../../harness/checks/clean-up-complete.ts'
import { egressIsolated } from '../../harness/checks/egress-isolated.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'

const ended: Fact = { kind: 'rehearsal.ended', durationMs: 1 }

describe('egress-isolated', () => {
  it('notes a copy that can reach the outside', () => {
    const open: Fact = { kind: 'stage.egress', isolated: false, how: 'no namespace to be had', canary: 'connected' }
    const finding = onlyFinding(egressIsolated.judge(journal(started(), open)))
    assert.deepEqual(
      [finding.severity, finding.summary],
      ['note', 'egress not isolated: no namespace to be had; canary: connected'],
    )
  })

  it('passes one that cannot', () => {
    const shut: Fact = { kind: 'stage.egress', isolated: true, how: 'a namespace of its own', canary: 'refused' }
    assertPassed(egressIsolated.judge(journal(started(), shut)), 'a namespace of its own; canary: refused')
  })

  it('does not know what was not tried', () => {
    assertUnknown(
      egressIsolated.judge(journal(started())),
      'what the staging copy can reach was not tried. Settled by a rehearsal that reaches the end of stage.',
    )
  })
})

describe('clean-up-complete', () => {
  it('notes what could not be removed', () => {
    const left: Fact = { kind: 'cleanup.failed', reason: 'a container refused to stop' }
    const finding = onlyFinding(cleanUpComplete.judge(journal(started(), left, ended)))
    assert.deepEqual(
      [finding.severity, finding.summary],
      ['note', 'not everything was removed: a container refused to stop'],
    )
  })

  it('passes where nothing is left', () => {
    assertPassed(cleanUpComplete.judge(journal(started(), ended)), 'everything that was started is gone')
  })

  it('does not know what a killed run left', () => {
    assertUnknown(
      cleanUpComplete.judge(journal(started())),
      'the journal stops before the clean-up. Settled by `fulldress clean`.',
    )
  })
})
