import assert from 'node:assert/strict'
import { trafficAsWritten } from '../../harness/checks/traffic-as-written.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started, trafficStarted } from './journal.ts'

describe('traffic-as-written', () => {
  it('notes a closed loop, and what would open it', () => {
    const note =
      'constant-vus kept: a closed loop of 5 VUs for the whole run, which hides stalls; give it a rate in the spec'
    const loop = { name: 'stock', ratePerSecond: null, executor: 'constant-vus', note }
    const finding = onlyFinding(trafficAsWritten.judge(journal(started(), trafficStarted([loop]))))
    assert.deepEqual(finding, {
      check: 'traffic-as-written',
      severity: 'note',
      subject: 'stock',
      summary: note,
      remedy: 'Give the scenario a `rate` in the spec, and it is sent on an open schedule at that rate.',
      evidence: [2],
    })
  })

  it('notes an executor that gave way to the rate of the spec', () => {
    const note = "ramping-vus replaced by an open schedule at the spec's rate"
    const replaced = { name: 'pay', ratePerSecond: 4, executor: 'open schedule', note }
    const finding = onlyFinding(trafficAsWritten.judge(journal(started(), trafficStarted([replaced]))))
    assert.deepEqual(
      [finding.severity, finding.summary, finding.remedy],
      ['note', note, 'Nothing to do, if that is the load you mean; its rate can be set in the spec.'],
    )
  })

  it('passes where nothing was changed', () => {
    assertPassed(
      trafficAsWritten.judge(journal(started(), trafficStarted())),
      'nothing in 1 scenario had to be changed',
    )
  })

  it('does not know what was never started', () => {
    assertUnknown(
      trafficAsWritten.judge(journal(started())),
      'no traffic was started. Settled by a rehearsal that reaches baseline.',
    )
  })
})
