import assert from 'node:assert/strict'
import { generatorKeptUp } from '../../harness/checks/generator-kept-up.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { pace } from './compared.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, LAG, phase, started, trafficEnded, trafficStarted } from './journal.ts'

const SETTLED = 'Settled by a rehearsal at lower rates, or on a machine with more free cores, that reaches its end.'

function judge(...facts: readonly Fact[]) {
  return generatorKeptUp.judge(journal(started(), ...facts))
}

function soakWith(lag: Partial<typeof LAG>) {
  return judge(phase('baseline'), phase('soak', { lag: { ...LAG, ...lag } }), phase('restored'), trafficEnded())
}

describe('generator-kept-up', () => {
  it('finds a system that every user waits for', () => {
    const finding = onlyFinding(soakWith({ iterations: 380, dropped: 20, droppedBusy: 20 }))
    assert.equal(finding.severity, 'blocker')
    assert.equal(
      finding.summary,
      '5 % of the iterations could not start because every user still waited for an answer (limit 0.1 %)',
    )
  })

  it('passes exactly at the limits', () => {
    assertPassed(
      soakWith({ iterations: 5_994, dropped: 6, droppedBusy: 0, idleP99Ms: 5 }),
      'iterations started on time in baseline, soak, restored',
    )
  })

  it('does not call a closed loop punctual', () => {
    const loop = { name: 'stock', ratePerSecond: null, executor: 'constant-vus', note: '' }
    const open = { name: 'orders', ratePerSecond: 20, executor: 'open schedule', note: '' }
    const because = (...scenarios: Parameters<typeof trafficStarted>[0] & object) =>
      judge(trafficStarted(scenarios), phase('baseline'), phase('soak'), phase('restored'), trafficEnded()).because
    assert.deepEqual(
      [because(loop), because(open, loop)],
      [
        'stock is a closed loop, which has no schedule to be late for',
        'iterations started on time in baseline, soak, restored; stock is a closed loop, which has no schedule to be late for',
      ],
    )
  })

  it('does not know where users were free and iterations late', () => {
    assertUnknown(
      soakWith({ iterations: 5_000, idleP99Ms: 6 }),
      `k6 started iterations late in soak although users were free, p99 6 ms (limit 5 ms). ${SETTLED}`,
    )
  })

  it('minds a few late iterations of a short act only where they could tip a limit', () => {
    assert.equal(soakWith({ idleP99Ms: 50 }).ruling, 'passed')
    assertUnknown(
      soakWith({ idleP99Ms: 51 }),
      `k6 started iterations late in soak although users were free, p99 51 ms (limit 50 ms). ${SETTLED}`,
    )
  })

  it('does not know where users were free and iterations dropped', () => {
    assertUnknown(
      soakWith({ iterations: 396, dropped: 4, droppedBusy: 0 }),
      `k6 dropped 1 % of the iterations in soak although users were free (limit 0.1 %). ${SETTLED}`,
    )
  })

  it('does not know where a phase or the end of k6 is missing', () => {
    assertUnknown(
      judge(phase('baseline'), phase('soak')),
      `no iterations were recorded in restored; how k6 ended is not in the journal. ${SETTLED}`,
    )
  })

  it('counts the requests of journeys that had begun before the act', () => {
    const lag = { ...LAG, iterations: 0, idleP99Ms: null, busyP99Ms: null }
    assertPassed(
      judge(phase('baseline'), phase('soak', { lag }), phase('restored', { lag }), trafficEnded()),
      'iterations started on time in baseline; the requests of soak, restored are of journeys that had begun before',
    )
    assertUnknown(
      judge(phase('baseline'), phase('soak', { lag, endpoints: [] }), phase('restored'), trafficEnded()),
      `no iterations were recorded in soak. ${SETTLED}`,
    )
  })

  it('does not know where k6 ended unasked', () => {
    const ended = trafficEnded({ exitCode: 107, meaning: 'a script threw an exception', asExpected: false })
    assertUnknown(
      judge(phase('baseline'), phase('soak'), phase('restored'), ended),
      `k6 ended unasked with exit code 107: a script threw an exception. ${SETTLED}`,
    )
  })

  it('is only concerned about what the old version could not take either', () => {
    const lag = { ...LAG, iterations: 380, dropped: 20, droppedBusy: 20 }
    const ruling = judge(phase('baseline', { lag }), phase('soak'), phase('restored'), trafficEnded())
    assert.equal(onlyFinding(ruling).severity, 'concern')
  })

  it('does not blame a version for users that waited on a slower machine, after the rollback as well', () => {
    const lag = { ...LAG, iterations: 380, dropped: 20, droppedBusy: 20 }
    const run = (restored: typeof LAG, ...paces: readonly Fact[]) =>
      judge(phase('baseline'), phase('soak', { lag }), phase('restored', { lag: restored }), trafficEnded(), ...paces)
    const slower = [pace('baseline'), pace('soak', { others: 0.51 }), pace('restored', { others: 0.5 })]
    const words = (name: string, share: number, others: number) =>
      `5 % of the iterations of ${name} could not start because every user still waited, but the machine itself was ${share} % slower in ${name} than in baseline (other programs took ${others} % of its CPU time, 2 % before)`
    assertUnknown(run(lag, ...slower), `${words('soak', 50, 51)}; ${words('restored', 49, 50)}. ${SETTLED}`)
    assert.equal(onlyFinding(run(LAG, ...slower)).subject, 'soak')
    assert.equal(run(lag, ...slower.slice(0, 2)).ruling, 'found')
    assert.equal(run(lag).ruling, 'found')
  })

  it('only notes a lone iteration', () => {
    assert.equal(onlyFinding(soakWith({ iterations: 399, dropped: 1, droppedBusy: 1 })).severity, 'note')
  })
})
