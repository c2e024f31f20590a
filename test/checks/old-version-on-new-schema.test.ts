import assert from 'node:assert/strict'
import { journeyBroken } from '../../harness/checks/journey-broken.ts'
import { latencyRegressed } from '../../harness/checks/latency-regressed.ts'
import { oldVersionOnNewSchema } from '../../harness/checks/old-version-on-new-schema.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf } from './expect.ts'
import { endpoint, journal, phase, started } from './journal.ts'

const CHECKS = [{ scenario: 'orders', name: 'created', passes: 0, fails: 400 }]
const BROKEN = phase('restored', { endpoints: [endpoint({ failed: 400 })], checks: CHECKS })

function entries(restored: readonly Fact[], wayBack: 'code-only' | 'down' = 'code-only') {
  return journal(started({ wayBack }), phase('baseline'), phase('soak'), ...restored)
}

describe('old-version-on-new-schema', () => {
  it('names the checks and endpoints that fail, and no other check tells them again', () => {
    const whole = entries([BROKEN])
    assert.deepEqual(
      findingsOf(oldVersionOnNewSchema.judge(whole)).map(({ severity, subject, summary }) => [
        severity,
        subject,
        summary,
      ]),
      [
        ['blocker', 'orders: created', 'failed 400 of 400 times in restored, 0 of 400 in baseline'],
        ['blocker', 'POST /orders', '400 of 400 requests failed in restored, 100 % (limit 1 %)'],
      ],
    )
    assert.equal(journeyBroken.judge(whole).ruling, 'passed')
    assert.equal(latencyRegressed.judge(whole).ruling, 'passed')
  })

  it('passes exactly at the limit', () => {
    assertPassed(
      oldVersionOnNewSchema.judge(entries([phase('restored', { endpoints: [endpoint({ failed: 4 })] })])),
      '400 requests to the old version on the new schema went as they did before the upgrade',
    )
  })

  it('is not applicable where the schema goes back as well', () => {
    const whole = entries([BROKEN], 'down')
    assertPassed(oldVersionOnNewSchema.judge(whole), 'not applicable: the old version does not stay on the new schema')
    assert.equal(journeyBroken.judge(whole).ruling, 'found')
  })

  it('does not know why the old version is asked for a step less than half as often', () => {
    assertUnknown(
      oldVersionOnNewSchema.judge(entries([phase('restored', { endpoints: [endpoint({ requests: 100 })] })])),
      'POST /orders was reached 100 times in restored where 400 were due (400 in baseline). Settled by a look at the steps before it: whether journeys break there, or need fewer requests than they did.',
    )
  })

  it('does not know where no requests were recorded', () => {
    assertUnknown(
      oldVersionOnNewSchema.judge(entries([])),
      'no requests were recorded in restored. Settled by a rehearsal whose old version takes traffic after the rollback.',
    )
  })
})
