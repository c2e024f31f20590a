import assert from 'node:assert/strict'
import { newVersionReadsOldWrites } from '../../harness/checks/new-version-reads-old-writes.ts'
import { rehearsalCompletes } from '../../harness/checks/rehearsal-completes.ts'
import { rollbackRestoresVersions } from '../../harness/checks/rollback-restores-versions.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { act, endpoint, journal, phase, server, service, started, step, wholeRehearsal } from './journal.ts'

const SWAP: Fact = {
  kind: 'forward.swapped',
  label: 'service payments 5.0 (rolling)',
  ok: false,
  startedAt: 1,
  endedAt: 2,
  reason: 'expected payments 5.0: 2xx or 3xx from GET /healthz within 30 s, found: status 500',
}

function judge(...facts: readonly Fact[]) {
  return newVersionReadsOldWrites.judge(journal(started({ wayBack: 'code-only' }), phase('baseline'), ...facts))
}

describe('new-version-reads-old-writes', () => {
  it('names the endpoints that fail on what the old version wrote', () => {
    const forward = phase('forward', { endpoints: [endpoint({ failed: 40 })] })
    const { severity, subject, summary } = onlyFinding(judge(phase('restored'), forward))
    assert.deepEqual(
      [severity, subject, summary],
      ['blocker', 'POST /orders', '40 of 400 requests failed in forward, 10 % (limit 1 %)'],
    )
  })

  it('names a version that does not come back', () => {
    const [finding] = findingsOf(judge(SWAP))
    assert.equal(finding?.subject, 'service payments 5.0 (rolling)')
    assert.match(finding?.summary ?? '', /^did not come back after the old version had written: expected payments 5.0/)
  })

  it('passes exactly at the limit', () => {
    assertPassed(
      judge(phase('forward', { endpoints: [endpoint({ failed: 4 })] })),
      '400 requests to the new version, after the old one had written, went as they did before the upgrade',
    )
  })

  it('is not applicable where the upgrade failed', () => {
    assertPassed(
      judge(step('upgrade', { ok: false, reason: 'no' })),
      'not applicable: the upgrade failed, so nobody would go forward to it again',
    )
  })

  it('does not know where the new version was not seen again', () => {
    assertUnknown(
      judge(),
      'no requests were recorded in forward. Settled by a rehearsal in which the new version takes traffic again after the old one.',
    )
  })

  it('leaves the versions of the rollback to the rollback', () => {
    const services = [service('4.2'), service('5.0'), service('4.2'), ...act('forward').slice(0, 1), service('5.0')]
    const facts = [server('seeded'), ...services, server('restored')]
    const ruling = rollbackRestoresVersions.judge(journal(started({ wayBack: 'code-only' }), ...facts))
    assert.equal(ruling.ruling, 'passed')
  })

  it('is an act that is due where code alone goes back, and nowhere else', () => {
    const codeOnly = wholeRehearsal({ started: [started({ wayBack: 'code-only' })] })
    assert.match(rehearsalCompletes.judge(codeOnly).because, /^forward has no end in the journal/)
    const forward = [phase('forward')]
    const whole = wholeRehearsal({ started: [started({ wayBack: 'code-only' })], forward })
    assertPassed(rehearsalCompletes.judge(whole), 'all acts were performed to their end')
    assertPassed(rehearsalCompletes.judge(wholeRehearsal()), 'all acts were performed to their end')
  })
})
