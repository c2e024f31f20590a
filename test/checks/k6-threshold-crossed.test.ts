import assert from 'node:assert/strict'
import { k6ThresholdCrossed } from '../../harness/checks/k6-threshold-crossed.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started, trafficEnded } from './journal.ts'

const threshold = { metric: 'http_req_duration', threshold: 'p(95)<200' }

describe('k6-threshold-crossed', () => {
  it('names metric and threshold', () => {
    const ended = trafficEnded({ exitCode: 99, thresholds: [{ ...threshold, ok: false }] })
    const finding = onlyFinding(k6ThresholdCrossed.judge(journal(started(), ended)))
    assert.deepEqual([finding.severity, finding.subject, finding.evidence], ['blocker', 'http_req_duration', [2]])
    assert.equal(finding.summary, 'threshold "p(95)<200" on http_req_duration was crossed over the whole run')
  })

  it('says what was measured where k6 does', () => {
    const rate = { metric: 'http_req_failed', threshold: 'rate<0.01', ok: false, value: 0.0312345 }
    const ended = trafficEnded({ exitCode: 99, thresholds: [rate] })
    const { summary, measured } = onlyFinding(k6ThresholdCrossed.judge(journal(started(), ended)))
    assert.deepEqual(
      [summary, measured],
      ['threshold "rate<0.01" on http_req_failed was crossed over the whole run: it was 0.03123', { value: 0.0312345 }],
    )
  })

  it('passes where k6 says that it held', () => {
    const ended = trafficEnded({ thresholds: [{ ...threshold, ok: true }] })
    assertPassed(k6ThresholdCrossed.judge(journal(started(), ended)), '1 threshold of the scripts held')
  })

  it('passes where the scripts have none, and says so', () => {
    assertPassed(
      k6ThresholdCrossed.judge(journal(started(), trafficEnded())),
      'nothing is declared: the scripts have no thresholds',
    )
  })

  const settled = 'Settled by a rehearsal in which k6 ends from inside and leaves its summary.'

  it('does not know where k6 left no summary', () => {
    assertUnknown(
      k6ThresholdCrossed.judge(journal(started(), trafficEnded({ summarised: false }))),
      `k6 left no result for the thresholds. ${settled}`,
    )
  })

  it('does not know how a k6 ended that the journal does not see end', () => {
    assertUnknown(
      k6ThresholdCrossed.judge(journal(started())),
      `how k6 ended is not in the journal, so its thresholds are not known. ${settled}`,
    )
  })
})
