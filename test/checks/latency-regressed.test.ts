import assert from 'node:assert/strict'
import { latencyRegressed } from '../../harness/checks/latency-regressed.ts'
import type { EndpointSummary, Fact } from '../../harness/model/evidence.ts'
import { pace } from './compared.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { endpoint, journal, LAG, LIMITS, phase, started, step } from './journal.ts'

function judge(...facts: readonly Fact[]) {
  return latencyRegressed.judge(journal(started(), ...facts))
}

function because(ruling: ReturnType<typeof judge>): string {
  return ruling.ruling === 'unknown' ? ruling.because : ruling.ruling
}

function soakWith(one: Partial<EndpointSummary>) {
  return judge(phase('baseline'), phase('soak', { endpoints: [endpoint(one)] }), phase('restored'))
}

function withQuantiles(requests: number, ms: number): EndpointSummary {
  return endpoint({ requests, latency: { p50Ms: ms, p90Ms: ms, p95Ms: ms, p99Ms: ms, maxMs: ms } })
}

describe('latency-regressed', () => {
  it('holds p99 against the limit where there are 5,000 requests, and says what it was before', () => {
    const finding = onlyFinding(soakWith(withQuantiles(5_000, 501)))
    assert.deepEqual(finding, {
      check: 'latency-regressed',
      severity: 'blocker',
      subject: 'POST /orders',
      summary: 'p99 501 ms in soak (p99 limit 500 ms); p90 was 20 ms before the upgrade',
      remedy:
        'Find what this endpoint waits for in the new version: new statements, a missing index, changed time-outs or retries.',
      measured: { p99Ms: 501, requests: 5000, baselineP90Ms: 20 },
      limit: { p99Ms: 500 },
      evidence: [3, 2],
    })
  })

  it('passes exactly at the limit', () => {
    assertPassed(
      soakWith(withQuantiles(5_000, 500)),
      'every endpoint is within its limits; judged: p99 of POST /orders; p90 of POST /orders',
    )
  })

  for (const [requests, name] of [
    [1_000, 'p95'],
    [100, 'p90'],
    [20, 'p50'],
  ] as const) {
    it(`judges ${name} of ${requests} requests, and says so`, () => {
      assert.match(
        onlyFinding(soakWith(withQuantiles(requests, 501))).summary,
        new RegExp(`^${name} of ${requests} requests 501 ms`),
      )
    })
  }

  it('judges no quantile of 19 requests, and says so', () => {
    const soak = phase('soak', { endpoints: [withQuantiles(19, 9_000)] })
    const restored = phase('restored', { endpoints: [withQuantiles(19, 9_000)] })
    assertPassed(
      judge(phase('baseline'), soak, restored),
      'every endpoint is within its limits; judged: too few requests for a quantile at POST /orders',
    )
  })

  it('is only concerned where the limit was exceeded before the upgrade too', () => {
    const slow = { endpoints: [withQuantiles(5_000, 900)] }
    const finding = onlyFinding(judge(phase('baseline', slow), phase('soak', slow), phase('restored')))
    assert.equal(finding.severity, 'concern')
    assert.equal(
      finding.summary,
      'p99 900 ms in soak (p99 limit 500 ms); p99 was 900 ms before the upgrade: the limit was exceeded before the upgrade too',
    )
  })

  describe('a limit that is missed in soak', () => {
    const quick = { p50Ms: 20, p90Ms: 20, p95Ms: 20, p99Ms: 20, maxMs: 20 }
    const of = (requests: number, latency: Partial<EndpointSummary['latency']>) => ({
      endpoints: [endpoint({ requests, latency: { ...quick, ...latency } })],
    })
    const SOAK = of(40, { p50Ms: 600, p90Ms: 900, p95Ms: 900, p99Ms: 900 })

    it('says nothing of the upgrade where the old version missed it in baseline, by more requests than it allows', () => {
      const tail = { p95Ms: 700, p99Ms: 700 }
      assertUnknown(
        judge(phase('baseline', of(40, { p90Ms: 700, ...tail })), phase('soak', SOAK), phase('restored')),
        'POST /orders is above its limit in soak (p50 600 ms, p99 limit 500 ms), but so were 5 of 40 requests before the upgrade. Settled by limits that the old version keeps, or a rehearsal on a machine on which it does.',
      )
      // Three of forty are beyond chance, two of thirty are not.
      assert.equal(judge(phase('baseline', of(40, tail)), phase('soak', SOAK), phase('restored')).ruling, 'unknown')
      assert.equal(
        onlyFinding(judge(phase('baseline', of(30, tail)), phase('soak', SOAK), phase('restored'))).severity,
        'blocker',
      )
      const kept = { p90Ms: 500, p95Ms: 500, p99Ms: 500 }
      assert.equal(judge(phase('baseline', of(40, kept)), phase('soak', SOAK), phase('restored')).ruling, 'found')
    })

    const paced = (soakOthers: number, restoredMs: number) =>
      judge(
        ...[phase('baseline', of(40, { p50Ms: 150 })), pace('baseline', { others: 0.02 })],
        ...[phase('soak', SOAK), pace('soak', { others: soakOthers })],
        ...[phase('restored', of(40, { p50Ms: restoredMs })), pace('restored', { others: 0.35 })],
      )

    it('is the machine’s where that was as much slower, and the old version no quicker on it afterwards', () => {
      assert.match(
        because(paced(0.35, 480)),
        /^POST \/orders is above its limit in soak \(p50 600 ms, p99 limit 500 ms\), but the machine itself was 34 % slower in soak than in baseline /,
      )
    })

    it('is the version’s where the old one was quicker, or the machine had only become a little slower', () => {
      assert.equal(paced(0.35, 479).ruling, 'found')
      assert.equal(paced(0.15, 480).ruling, 'found')
    })
  })

  it('finds errors beyond chance', () => {
    const finding = onlyFinding(soakWith({ requests: 400, failed: 12 }))
    assert.equal(finding.severity, 'blocker')
    assert.equal(finding.summary, '12 of 400 requests failed in soak, 3 % (limit 1 %)')
  })

  it('passes errors exactly at the limit', () => {
    assert.equal(soakWith({ requests: 400, failed: 4 }).ruling, 'passed')
  })

  it('only notes one failed request of sixty', () => {
    const finding = onlyFinding(soakWith({ requests: 60, failed: 1 }))
    assert.equal(finding.severity, 'note')
    assert.equal(finding.summary, '1 of 60 requests failed in soak, 1.7 % (limit 1 %); so few may be chance')
  })

  it('is concerned about two failed requests of sixty', () => {
    assert.equal(onlyFinding(soakWith({ requests: 60, failed: 2 })).severity, 'concern')
  })

  it('does not know where restored is missing', () => {
    assertUnknown(
      judge(phase('baseline'), phase('soak')),
      'no requests were recorded in restored. Settled by a rehearsal whose steady acts all see traffic that k6 sent on time.',
    )
  })

  it('lets no concern stand for the half that is missing', () => {
    const soak = phase('soak', { endpoints: [endpoint({ requests: 60, failed: 2 })] })
    assert.equal(judge(phase('baseline'), soak).ruling, 'unknown')
  })

  it('does not blame the endpoint for lateness of our own', () => {
    const late = { endpoints: [withQuantiles(5_000, 600)], lag: { ...LAG, idleP99Ms: 300 } }
    assertUnknown(
      judge(phase('baseline'), phase('soak', late), phase('restored')),
      'latency in soak cannot be judged, for k6 started iterations late in soak although users were free, p99 300 ms (limit 60 ms). Settled by a rehearsal whose steady acts all see traffic that k6 sent on time.',
    )
  })

  it('asks for no soak after an upgrade that failed', () => {
    assert.equal(judge(step('upgrade', { ok: false }), phase('baseline'), phase('restored')).ruling, 'passed')
  })

  describe('without a limit', () => {
    const soakOf = (failed: number, before = 0) =>
      latencyRegressed.judge(
        journal(
          started({ limits: { ...LIMITS, endpoints: [] } }),
          phase('baseline', { endpoints: [endpoint({ failed: before })] }),
          phase('soak', { endpoints: [endpoint({ failed })] }),
          phase('restored'),
        ),
      )

    it('finds an endpoint that answers nothing but errors after the upgrade', () => {
      const finding = onlyFinding(soakOf(400))
      assert.equal(finding.severity, 'blocker')
      assert.equal(finding.summary, '400 of 400 requests failed in soak, 100 %; 0 of 400 in baseline')
    })

    it('finds a share of new errors beyond chance', () => {
      assert.equal(onlyFinding(soakOf(20)).severity, 'blocker')
    })

    for (const [failed, before, why] of [
      [0, 0, 'nothing fails'],
      [6, 0, 'the failures may be chance'],
      [400, 400, 'it failed as often before'],
    ] as const) {
      it(`passes where ${why}, and says so`, () => {
        assertPassed(
          soakOf(failed, before),
          'no endpoint has a limit, and none fails more often than before the upgrade',
        )
      })
    }
  })

  it('judges ten thousand endpoints, as names with numbers in them make, in a moment', () => {
    const endpoints = Array.from({ length: 10_000 }, (_, n) => ({
      ...withQuantiles(5_000, 501),
      endpoint: `GET /${n}`,
    }))
    const entries = journal(
      started(),
      phase('baseline', { endpoints }),
      phase('soak', { endpoints }),
      phase('restored', { endpoints }),
    )
    const startedAt = performance.now()
    const ruling = latencyRegressed.judge(entries)
    assert.equal(ruling.ruling === 'found' && ruling.findings.length, 20_000)
    const tookMs = performance.now() - startedAt
    assert.ok(tookMs < 2_000, `${tookMs} ms`)
  })

  it('prefers an endpoint’s own limits to those of every endpoint', () => {
    const endpoints = [...LIMITS.endpoints, { endpoint: 'POST /orders', p99Ms: 2_000, errorRate: null }]
    const soak = phase('soak', { endpoints: [withQuantiles(5_000, 1_900)] })
    const entries = journal(started({ limits: { ...LIMITS, endpoints } }), phase('baseline'), soak, phase('restored'))
    assert.equal(latencyRegressed.judge(entries).ruling, 'passed')
  })
})
