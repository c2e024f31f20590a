import assert from 'node:assert/strict'
import { rehearsalCompletes } from '../../harness/checks/rehearsal-completes.ts'
import { assertPassed, assertUnknown } from './expect.ts'
import { act, phase, started, step, watched, wholeRehearsal } from './journal.ts'

const SETTLED = 'Settled by a rehearsal that is performed to its end.'

describe('rehearsal-completes', () => {
  it('passes a whole rehearsal', () => {
    assertPassed(rehearsalCompletes.judge(wholeRehearsal()), 'all acts were performed to their end')
  })

  it('passes an upgrade whose step failed, and the soak that is skipped after it', () => {
    const failed = step('upgrade', { ok: false, reason: 'exited with 1' })
    const upgrade = [failed, watched(), phase('upgrade'), ...act('upgrade', { status: 'failed' })]
    const entries = wholeRehearsal({ upgrade, soak: act('soak', { status: 'skipped' }) })
    assert.equal(rehearsalCompletes.judge(entries).ruling, 'passed')
  })

  it('does not know where an act failed that is no step’s fault', () => {
    const soak = act('soak', { status: 'failed', summary: 'k6 ended', reason: 'k6 ended with 107' })
    assertUnknown(rehearsalCompletes.judge(wholeRehearsal({ soak })), `soak failed: k6 ended with 107. ${SETTLED}`)
  })

  it('does not know where the journal stops', () => {
    const entries = wholeRehearsal().slice(0, -3)
    assertUnknown(
      rehearsalCompletes.judge(entries),
      `the journal stops before the rehearsal’s end: the run was killed, or is still under way; audit has no end in the journal. ${SETTLED}`,
    )
  })

  it('does not know what an interrupted run would have shown', () => {
    const entries = wholeRehearsal({ ended: [{ kind: 'interrupted', signal: 'SIGINT' }] })
    assertUnknown(rehearsalCompletes.judge(entries), `it was interrupted by SIGINT. ${SETTLED}`)
  })

  it('asks for no rollback where there is no way back', () => {
    const entries = wholeRehearsal({ started: [started({ wayBack: 'none' })] }).filter(
      (entry) => !('act' in entry && (entry.act === 'rollback' || entry.act === 'restored')),
    )
    assert.equal(rehearsalCompletes.judge(entries).ruling, 'passed')
  })

  it('does not know anything of a journal without its first entry', () => {
    assertUnknown(rehearsalCompletes.judge([]), 'the journal does not say what was rehearsed')
  })
})
