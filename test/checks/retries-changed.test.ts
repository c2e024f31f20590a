import assert from 'node:assert/strict'
import { retriesChanged } from '../../harness/checks/retries-changed.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { Caller } from '../../harness/model/retries-seen.ts'
import type { PartnerRoute } from '../../harness/model/stage.ts'
import type { Call } from '../../harness/partners/call.ts'
import { type Backoff, factsOf, fixed, type Played, ROUTE, simulate } from '../partners/simulated.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, LAG, phase, started } from './journal.ts'

const OLD = fixed(500, 1_500, 3_500)
const NEW = fixed(50, 150, 350)

function played(baseline: Backoff, soak: Backoff, restored = baseline): readonly Played[] {
  return [
    { phase: 'baseline', backoff: baseline },
    { phase: 'soak', backoff: soak },
    { phase: 'restored', backoff: restored },
  ]
}

async function judge(calls: readonly Call[], more: Parameters<typeof factsOf>[1] = {}) {
  return judgeFacts(await factsOf(calls, more))
}

function judgeFacts(facts: readonly Fact[]) {
  return retriesChanged.judge(journal(started({ partners: ['acquirer'] }), ...facts))
}

/** The requests that made these calls, each a little longer than its attempts. */
function requestsFor(calls: readonly Call[], endpoint: string) {
  return [...Map.groupBy(calls, ({ logical }) => logical).values()].map((attempts) => {
    const last = attempts.at(-1)
    return { endpoint, fromMs: (attempts[0]?.atMs ?? 0) - 4, toMs: (last?.atMs ?? 0) + (last?.tookMs ?? 0) + 9 }
  })
}

describe('retries-changed', () => {
  it('finds other delays, shows both sequences and names the endpoint that calls', async () => {
    const calls = simulate(3, played(OLD, NEW))
    const finding = onlyFinding(await judge(calls, { requests: requestsFor(calls, 'POST /payments') }))
    assert.equal(finding.severity, 'blocker')
    assert.equal(finding.subject, 'POST /payments → acquirer PUT /charges/:id')
    assert.match(
      finding.summary,
      /^delays between attempts 5\d0, 1500, 3500 → 5\d, 1[56]0, 3[56]0 ms; attempts per failed call 2\.\d\d → 3\.\d\d; .*\(baseline → soak\); called by POST \/payments$/,
    )
    assert.ok(Number(finding.limit?.failedCalls) <= 60, `${finding.limit?.failedCalls} retried calls`)
  })

  it('names no endpoint where requests come and go without the calls', async () => {
    const calls = simulate(3, played(OLD, NEW))
    const others = requestsFor(simulate(4, played(OLD, NEW)), 'GET /mobile/home')
    const finding = onlyFinding(await judge(calls, { requests: others }))
    assert.equal(finding.subject, 'acquirer PUT /charges/:id')
    assert.match(finding.summary, /; not known which endpoint calls it$/)
  })

  it('names both endpoints where two call, and none where as many requests would fit by chance', async () => {
    const facts = await factsOf(simulate(3, played(OLD, NEW)))
    const subject = (...callers: readonly Caller[]) =>
      onlyFinding(
        judgeFacts(
          facts.map((fact) =>
            fact.kind === 'partner.calls' && fact.retries !== undefined
              ? { ...fact, retries: { ...fact.retries, timed: 50, callers } }
              : fact,
          ),
        ),
      ).subject
    const [pay, refund] = [
      { endpoint: 'POST /payments', byChance: 1 },
      { endpoint: 'POST /refunds', byChance: 1 },
    ] as const
    assert.equal(
      subject({ ...pay, calls: 38 }, { ...refund, calls: 12 }),
      'POST /payments, POST /refunds → acquirer PUT /charges/:id',
    )
    // Fewer than a fifth may be the other's requests as well.
    assert.equal(subject({ ...pay, calls: 41 }, { ...refund, calls: 9 }), 'POST /payments → acquirer PUT /charges/:id')
    assert.equal(subject({ ...pay, calls: 40, byChance: 14 }), 'acquirer PUT /charges/:id')
    // A job calls as well, where requests explain too few of the calls.
    assert.equal(subject({ ...pay, calls: 40 }), 'POST /payments → acquirer PUT /charges/:id')
    assert.equal(subject({ ...pay, calls: 39 }), 'acquirer PUT /charges/:id')
  })

  it('finds old delays that do not come back with the rollback', async () => {
    const found = findingsOf(await judge(simulate(5, played(OLD, NEW, NEW))))
    assert.deepEqual(
      found.map(({ severity, summary }) => [severity, /\(baseline → (\w+)\)/.exec(summary)?.[1]]),
      [
        ['blocker', 'soak'],
        ['blocker', 'restored'],
      ],
    )
  })

  it('is only concerned about a longer wait that nobody feels', async () => {
    const finding = onlyFinding(
      await judge(simulate(6, played(fixed(1_000, 1_500, 3_500), fixed(1_500, 1_500, 3_500)))),
    )
    assert.equal(finding.severity, 'concern')
  })

  it('does not know of a longer wait that nobody feels where k6 was late, and finds what is felt all the same', async () => {
    const late = phase('soak', { lag: { ...LAG, idleP99Ms: 500 } })
    const ruled = async (backoff: Backoff) =>
      judgeFacts([
        ...(await factsOf(simulate(6, played(fixed(1_000, 1_500, 3_500), backoff)))),
        phase('baseline'),
        late,
      ])
    const unknown = await ruled(fixed(1_500, 1_500, 3_500))
    assertUnknown(
      unknown,
      'delays between attempts at acquirer PUT /charges/:id differ in soak, but k6 started iterations late in soak although users were free, p99 500 ms (limit 50 ms). Settled by a rehearsal on a machine with more free cores.',
    )
    assert.equal(onlyFinding(await ruled(NEW)).severity, 'blocker')
  })

  it('finds retries that are gone', async () => {
    const finding = onlyFinding(await judge(simulate(7, played(OLD, fixed()))))
    assert.equal(finding.severity, 'blocker')
    assert.match(finding.summary, /^attempts per failed call 2\.\d\d → 1\.00; given up \d+ of \d+ → \d+ of \d+ /)
  })

  it('finds one more attempt after the same delays', async () => {
    const down: PartnerRoute = {
      ...ROUTE,
      faults: [{ everyMs: 10_000, lasting: { minMs: 2_000, maxMs: 2_000 }, status: 503 }],
    }
    const finding = onlyFinding(await judge(simulate(8, played(fixed(100), fixed(100, 100)), down)))
    assert.equal(finding.severity, 'blocker')
    assert.match(finding.summary, /^attempts per failed call /)
  })

  it('finds calls that are made again though nothing failed, as with a shorter time-out', async () => {
    const healthy = { ...ROUTE, faults: [] }
    const calls = simulate(2, played(OLD, OLD), healthy).flatMap((call) =>
      call.phase === 'soak' && call.logical % 10 === 0 ? [call, { ...call, atMs: call.atMs + 5, attempt: 2 }] : [call],
    )
    const finding = onlyFinding(await judge(calls))
    assert.equal(finding.severity, 'blocker')
    assert.equal(
      finding.summary,
      'made again though no answer had failed 0 of 200 → 20 of 200 (baseline → soak); not known which endpoint calls it',
    )
  })

  it('finds a Retry-After that is heeded no more', async () => {
    const asking: PartnerRoute = {
      ...ROUTE,
      faults: [{ everyMs: 2_000, lasting: { minMs: 300, maxMs: 700 }, status: 429, retryAfterMs: 1_000 }],
    }
    const finding = onlyFinding(
      await judge(simulate(9, played(fixed(1_000, 1_000), fixed(1_000 - 300, 1_000)), asking)),
    )
    assert.equal(finding.severity, 'blocker')
    assert.match(finding.summary, /; Retry-After heeded \d+ of \d+ → \d+ of \d+ /)
  })

  it('finds full jitter about the same median', async () => {
    const jittered: Backoff = (attempt, random) => (attempt > 4 ? null : 1_000 * random)
    const finding = onlyFinding(await judge(simulate(10, played(fixed(500, 500, 500), jittered))))
    assert.match(finding.summary, /^the middle half of the delays before attempt 2 spreads over \d+ → \d+ ms; /)
  })

  it('passes a delay that is longer by just a fifth', async () => {
    const ruling = await judge(simulate(11, played(fixed(400, 1_500, 3_500), fixed(495, 1_500, 3_500))))
    assert.equal(ruling.ruling, 'passed')
  })

  it('finds nothing where the old version meets itself on a busier machine', async () => {
    const busier = played(OLD, OLD).map((one) => (one.phase === 'soak' ? { ...one, load: 4 } : one))
    const calls = simulate(12, busier)
    const ruling = await judge(calls)
    assert.ok(ruling.ruling === 'passed')
    assert.match(
      ruling.because,
      /^delays and attempts are what they were at 1 operation: acquirer PUT \/charges\/:id \(\d+ failed calls before, \d+ after\)(; the machine was so busy that changes below 1\d\d ms cannot be told)?$/,
    )
  })

  it('finds nothing on a machine that is starved after the rollback, and says how little it could see', async () => {
    const starved = played(OLD, OLD).map((one) => (one.phase === 'restored' ? { ...one, load: 60 } : one))
    for (let seed = 200; seed < 210; seed++) {
      const ruling = await judge(simulate(seed, starved))
      assert.ok(ruling.ruling === 'passed', `seed ${seed}: ${JSON.stringify(ruling)}`)
      assert.match(ruling.because, /; the machine was so busy that changes below \d{4} ms cannot be told$/)
    }
  })

  it('raises no alarm in forty rehearsals in which nothing changes', async () => {
    for (let seed = 100; seed < 140; seed++) {
      const backoff = seed % 2 === 0 ? OLD : NEW
      const load = () => 1 + (3 * ((seed * 7) % 5)) / 4
      const calls = simulate(seed, [
        { phase: 'baseline', backoff },
        { phase: 'soak', backoff, load: load() },
        { phase: 'restored', backoff },
      ])
      const ruling = await judge(calls)
      assert.equal(ruling.ruling, 'passed', `seed ${seed}: ${JSON.stringify(ruling)}`)
    }
  })

  it('passes where nothing failed, where nothing is declared, and where the run is older than it', async () => {
    const healthy = { ...ROUTE, faults: [] }
    assertPassed(
      await judge(simulate(1, played(OLD, NEW), healthy)),
      'no call to a stand-in failed, so that nothing was there to be tried again',
    )
    const none = retriesChanged.judge(journal(started({ partners: [] })))
    assertPassed(none, 'nothing is declared: the system has no stand-ins')
    const old = retriesChanged.judge(journal(started()))
    assertPassed(old, 'not compared: this run is older than the comparison of retries')
  })

  it('does not know where failures that nothing followed came too near the end to tell', async () => {
    const ruling = await judge(simulate(7, played(fixed(21_000), fixed())))
    assert.ok(ruling.ruling === 'unknown', JSON.stringify(ruling))
    assert.match(
      ruling.because,
      /^\d+ failed calls to acquirer PUT \/charges\/:id came so near the end of soak that nobody knows whether they were given up\. Settled by a longer actTime: several times as long as a call is tried again\.$/,
    )
  })

  it('finds retries that are gone though a call of another act took as long as the soak', async () => {
    const [first] = simulate(7, played(OLD, fixed())).filter(({ fault }) => fault)
    assert.ok(first !== undefined)
    const odd = { ...first, phase: 'upgrade', logical: 9_999, key: 'odd', attempt: 1 }
    const calls = [...simulate(7, played(OLD, fixed())), odd, { ...odd, atMs: odd.atMs + 21_000, attempt: 2 }]
    assert.equal(onlyFinding(await judge(calls)).severity, 'blocker')
  })

  it('does not know where a stand-in left no record', () => {
    const because =
      'stand-in acquirer left no record of its calls. Settled by a rehearsal whose stand-ins run until the audit.'
    assertUnknown(judgeFacts([{ kind: 'partner.recorded', partner: 'acquirer', calls: null, file: null }]), because)
    assertUnknown(judgeFacts([]), because)
  })
})
