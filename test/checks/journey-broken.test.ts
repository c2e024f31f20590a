import assert from 'node:assert/strict'
import { journeyBroken } from '../../harness/checks/journey-broken.ts'
import type { PhaseName } from '../../harness/model/act.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { endpoint, journal, LAG, phase, started, trafficStarted } from './journal.ts'

function judge(...facts: readonly Fact[]) {
  return journeyBroken.judge(journal(started(), ...facts))
}

function checks(passes: number, fails: number) {
  return { checks: [{ scenario: 'home', name: 'app shell is there', passes, fails }] }
}

function soakWith(before: readonly [number, number], after: readonly [number, number]) {
  return judge(
    phase('baseline', checks(...before)),
    phase('soak', checks(...after)),
    phase('restored', checks(...before)),
  )
}

/** A phase with so many requests of a later step. */
function detail(name: PhaseName, requests: number, rest: Parameters<typeof phase>[1] = {}) {
  return phase(name, { endpoints: [endpoint(), endpoint({ endpoint: 'GET /detail/:id', requests })], ...rest })
}

function reached(before: number, soak: number, restored = before, rest: Parameters<typeof phase>[1] = {}) {
  return judge(detail('baseline', before), detail('soak', soak, rest), detail('restored', restored))
}

describe('journey-broken', () => {
  it('sees a blank mobile screen that is answered with 200', () => {
    assert.deepEqual(onlyFinding(soakWith([300, 0], [0, 300])), {
      check: 'journey-broken',
      severity: 'blocker',
      subject: 'home: app shell is there',
      summary: 'failed 300 of 300 times in soak, 0 of 300 in baseline',
      remedy: 'Replay the journey against this version by hand and compare the answers with the old version’s.',
      measured: { failedShare: 1 },
      limit: { failedShare: 0 },
      evidence: [2, 3],
    })
  })

  it('sees it in two answers of two', () => {
    assert.equal(onlyFinding(soakWith([3, 0], [0, 2])).severity, 'blocker')
  })

  it('sees one screen in twenty', () => {
    assert.equal(onlyFinding(soakWith([300, 0], [285, 15])).severity, 'blocker')
  })

  it('passes exactly as often as before', () => {
    assertPassed(soakWith([380, 20], [380, 20]), '1 check of the scripts fails no more often than before the upgrade')
  })

  it('does not cry wolf over one failed request in a thousand', () => {
    assert.equal(soakWith([1_000, 0], [999, 1]).ruling, 'passed')
  })

  it('only notes what may be chance', () => {
    assert.equal(onlyFinding(soakWith([60, 0], [58, 2])).severity, 'note')
  })

  it('is concerned about what is rare but no chance', () => {
    assert.equal(onlyFinding(soakWith([5_000, 0], [4_985, 15])).severity, 'concern')
  })

  it('is concerned about a check that was broken before', () => {
    const broken = checks(0, 300)
    const findings = findingsOf(judge(phase('baseline', broken), phase('soak', broken), phase('restored', broken)))
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['concern', 'concern'],
    )
  })

  it('sees the rest of a journey that is never reached', () => {
    const soak = phase('soak', { endpoints: [endpoint({ endpoint: 'POST /login' })] })
    const baseline = phase('baseline', { endpoints: [endpoint({ endpoint: 'POST /login' }), endpoint()] })
    const finding = onlyFinding(
      judge(baseline, soak, phase('restored', { endpoints: [endpoint(), endpoint({ endpoint: 'POST /login' })] })),
    )
    assert.equal(finding.subject, 'POST /orders')
    assert.equal(finding.summary, 'seen 400 times in baseline and never in soak: the journey no longer gets that far')
  })

  it('does not know of journeys that never began, for every user still waited, and sees those that did', () => {
    const baseline = phase('baseline', { endpoints: [endpoint({ endpoint: 'POST /login' }), endpoint()] })
    const soak = (droppedBusy: number, before = baseline) =>
      judge(
        before,
        phase('soak', {
          endpoints: [endpoint({ endpoint: 'POST /login' })],
          lag: { ...LAG, dropped: droppedBusy, droppedBusy },
        }),
        phase('restored', { endpoints: [endpoint({ endpoint: 'POST /login' }), endpoint()] }),
      )
    assertUnknown(
      soak(381),
      'POST /orders was reached 0 times in soak where 400 were due (400 in baseline), and 381 iterations could not start there. Settled by a look at the steps before it: whether journeys break there, or need fewer requests than they did.',
    )
    assert.equal(onlyFinding(soak(380)).severity, 'blocker')
    // As many could not start before the upgrade, and it was reached.
    const busy = phase('baseline', {
      endpoints: [endpoint({ endpoint: 'POST /login' }), endpoint()],
      lag: { ...LAG, dropped: 381, droppedBusy: 381 },
    })
    assert.equal(onlyFinding(soak(381, busy)).severity, 'blocker')
  })

  it('sees the rest of a journey that is hardly ever reached, though as many begin', () => {
    const finding = onlyFinding(reached(160, 4))
    assert.deepEqual(
      { ...finding, remedy: '' },
      {
        check: 'journey-broken',
        severity: 'blocker',
        subject: 'GET /detail/:id',
        summary: 'seen 160 times in baseline and only 4 times in soak: the journey no longer gets that far',
        remedy: '',
        measured: { times: 4 },
        limit: { times: 160 },
        evidence: [2, 3],
      },
    )
    assert.equal(onlyFinding(reached(10_000, 3)).severity, 'blocker')
  })

  it('does not know why a step is reached less than half as often, in soak or after the way back', () => {
    const settled =
      'Settled by a look at the steps before it: whether journeys break there, or need fewer requests than they did.'
    assertUnknown(
      reached(10_000, 4_000),
      `GET /detail/:id was reached 4000 times in soak where 10000 were due (10000 in baseline). ${settled}`,
    )
    assertUnknown(
      reached(10_000, 10_000, 4_000),
      `GET /detail/:id was reached 4000 times in restored where 10000 were due (10000 in baseline). ${settled}`,
    )
  })

  it('passes what is reached exactly half as often, or as rarely by chance', () => {
    assert.equal(reached(10_000, 5_000).ruling, 'passed')
    assert.equal(reached(20, 5).ruling, 'passed')
    assert.equal(reached(19, 1).ruling, 'passed')
  })

  it('expects no more of a phase than the journeys that began in it let expect', () => {
    const half = { lag: { ...LAG, iterations: 160 } }
    assert.equal(reached(10_000, 4_000, 10_000, half).ruling, 'passed')
    assert.equal(reached(10_000, 1_900, 10_000, half).ruling, 'unknown')
  })

  it('does not take journeys that could not start for journeys that break', () => {
    const dropping = (dropped: number) => ({ lag: { ...LAG, dropped, droppedBusy: dropped } })
    const never = (dropped: number) =>
      judge(detail('baseline', 400), detail('soak', 0, dropping(dropped)), detail('restored', 400))
    const ruling = never(400)
    assert.equal(ruling.ruling, 'unknown')
    assert.match(
      ruling.because,
      /^GET \/detail\/:id was reached 0 times in soak where 400 were due \(400 in baseline\), and 400 iterations could not start there/,
    )
    assert.equal(never(381).ruling, 'unknown')
    const finding = onlyFinding(never(380))
    assert.equal(finding.summary, 'seen 400 times in baseline and never in soak: the journey no longer gets that far')
  })

  it('does not know either whether a step was hardly ever reached or its journeys could not start', () => {
    const dropping = (dropped: number) => ({ lag: { ...LAG, dropped, droppedBusy: dropped } })
    assert.equal(reached(160, 4, 160, dropping(141)).ruling, 'unknown')
    assert.equal(reached(160, 4, 160, dropping(100)).ruling, 'found')
  })

  it('blames nobody for closed loops, which ask for less where answers are slower', () => {
    const scenarios = [{ name: 'browse', ratePerSecond: null, executor: 'constant-vus', note: '' }]
    const ruling = journeyBroken.judge(
      journal(
        started(),
        trafficStarted(scenarios),
        detail('baseline', 1_000),
        detail('soak', 50),
        detail('restored', 1_000),
      ),
    )
    assert.equal(ruling.ruling, 'unknown')
  })

  it('does not know where soak is missing', () => {
    assertUnknown(
      judge(phase('baseline'), phase('restored')),
      'no requests were recorded in soak. Settled by a rehearsal whose steady acts all see traffic.',
    )
  })

  it('passes where the scripts check nothing, and says so', () => {
    const none = { checks: [] }
    assertPassed(
      judge(phase('baseline', none), phase('soak', none), phase('restored', none)),
      'nothing is declared: the scripts check nothing, but every endpoint is still asked for',
    )
  })

  it('does not know what a script would find that throws before the upgrade already', () => {
    const throwing = {
      checks: [{ scenario: 'orders', name: 'the script ran without an exception', passes: 10, fails: 390 }],
    }
    const ruling = journeyBroken.judge(
      journal(started(), phase('baseline', throwing), phase('soak', throwing), phase('restored', throwing)),
    )
    assert.equal(ruling.ruling, 'unknown')
    assert.match(ruling.because, /^scenario orders threw an exception in 390 of 400 iterations of baseline; /)
  })

  it('does not know what a service would break that fails before the upgrade already', () => {
    const failing = { endpoints: [endpoint({ failed: 390 })], ...checks(10, 390) }
    const ruling = judge(phase('baseline', failing), phase('soak', failing), phase('restored', failing))
    assert.equal(ruling.ruling, 'unknown')
    assert.match(ruling.because, /^390 of 400 requests of baseline failed, before anything was upgraded; /)
  })

  it('lets scripts ask for errors on purpose', () => {
    const asked = { endpoints: [endpoint({ failed: 390 })], ...checks(390, 10) }
    assert.equal(judge(phase('baseline', asked), phase('soak', asked), phase('restored', asked)).ruling, 'passed')
  })
})
