import assert from 'node:assert/strict'
import { mixedVersionsFail } from '../../harness/checks/mixed-versions-fail.ts'
import type { Entry, Fact } from '../../harness/model/evidence.ts'
import type { MixedEndpoint } from '../../harness/model/facts-of-versions.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { endpoint, journal, phase, started } from './journal.ts'

const STATE = 'payments 4.2 on the new schema'
const BEGUN = started({ mixedStates: [{ act: 'upgrade', state: STATE }] })
const RENAMED = { sqlstate: '42703', message: 'column "name" does not exist', requests: 18 }

function mixed(seen: Partial<MixedEndpoint> = {}, overrides: Partial<Extract<Fact, { kind: 'versions.mixed' }>> = {}) {
  const all = { endpoint: 'POST /orders', requests: 20, failed: 0, errors: [], ...seen }
  return {
    kind: 'versions.mixed',
    act: 'upgrade',
    state: STATE,
    swapping: false,
    requests: all.requests,
    endpoints: all.requests === 0 ? [] : [all],
    logged: true,
    ...overrides,
  } as const satisfies Fact
}

function judge(...facts: readonly Fact[]) {
  return mixedVersionsFail.judge(journal(BEGUN, phase('baseline', { endpoints: [endpoint()] }), ...facts))
}

describe('mixed-versions-fail', () => {
  it('names the endpoint, the state and the SQLSTATE', () => {
    assert.deepEqual(onlyFinding(judge(mixed({ failed: 18, errors: [RENAMED] }))), {
      check: 'mixed-versions-fail',
      severity: 'blocker',
      subject: 'POST /orders',
      summary:
        '18 of 20 requests failed with payments 4.2 on the new schema (upgrade): SQLSTATE 42703 (column "name" does not exist); 0 of 400 in baseline',
      remedy: mixedVersionsFail.remedy,
      measured: { errorRate: 0.9, failed: 18, requests: 20, sqlstate: '42703' },
      limit: { errorRate: 0 },
      evidence: [3, 2],
    })
  })

  it('passes where a failure may be chance, and where as many failed before', () => {
    assertPassed(
      judge(mixed({ failed: 1 })),
      'payments 4.2 on the new schema (upgrade): 20 requests; none failed for it',
    )
    const entries: readonly Entry[] = journal(
      BEGUN,
      phase('baseline', { endpoints: [endpoint({ failed: 200 })] }),
      mixed({ failed: 10 }),
    )
    assert.equal(mixedVersionsFail.judge(entries).ruling, 'passed')
  })

  it('does not know where a state was passed without a request, or was never recorded', () => {
    const because =
      'no request was seen of payments 4.2 on the new schema (upgrade). Settled by a rehearsal that gets so far, with traffic in every state.'
    assertUnknown(judge(mixed({ requests: 0 })), because)
    assertUnknown(judge(), because)
  })

  it('blames no mixture for what fails while replicas are replaced, unless the server refused it', () => {
    assert.equal(judge(mixed({ failed: 18 }, { swapping: true })).ruling, 'passed')
    assert.equal(judge(mixed({ failed: 18, errors: [RENAMED] }, { swapping: true })).ruling, 'found')
  })

  it('says where no SQLSTATE could be known', () => {
    assert.match(onlyFinding(judge(mixed({ failed: 18 }))).summary, /: the server logged no error meanwhile;/)
    assert.match(
      onlyFinding(judge(mixed({ failed: 18 }, { logged: false }))).summary,
      /: 90 %; the server’s log could not be read for a SQLSTATE;/,
    )
  })

  it('is not asked of steps that mix nothing, nor of older journals', () => {
    assertPassed(
      mixedVersionsFail.judge(journal(started({ mixedStates: [] }))),
      'the steps pass through no mixture of versions and schema',
    )
    assertPassed(mixedVersionsFail.judge(journal(started())), 'not asked: the journal is older than this check')
  })
})
