import assert from 'node:assert/strict'
import { sloMissed } from '../../harness/checks/slo-missed.ts'
import type { EndpointSummary } from '../../harness/model/evidence.ts'
import type { Slo, SloCriterion, SloObjective } from '../../harness/model/slo.ts'
import { compared, comparedRun, metric } from './compared.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { endpoint, journal, LIMITS, phase, started, step } from './journal.ts'

const AT_MOST_500: SloCriterion = { text: '<=500', operator: '<=', value: 500, to: 'absolute' }
const TEN_PERCENT: SloCriterion = { text: '<=+10%', operator: '<=', value: 0.1, to: 'relative' }

const P95: SloObjective = {
  sli: 'response_time_p95',
  indicator: 'p95',
  pass: [[AT_MOST_500]],
  warning: null,
  weight: 1,
  key: false,
}

function asking(...objectives: readonly SloObjective[]): Slo {
  return { file: '/somewhere/slo.yaml', objectives, totalPass: 90, totalWarning: 75 }
}

/** An endpoint whose p95 is so long, of 2,000 requests. */
function lasting(p95Ms: number, overrides: Partial<EndpointSummary> = {}): EndpointSummary {
  return endpoint({
    requests: 2_000,
    latency: { p50Ms: 8, p90Ms: 20, p95Ms, p99Ms: p95Ms * 2, maxMs: 9_999 },
    ...overrides,
  })
}

function run(slo: Slo, before: EndpointSummary, after: EndpointSummary) {
  return journal(
    started({ limits: { ...LIMITS, slo } }),
    phase('baseline', { endpoints: [before] }),
    phase('soak', { endpoints: [after] }),
  )
}

describe('slo-missed', () => {
  it('finds an objective that the soak misses, with what was measured and where', () => {
    const finding = onlyFinding(sloMissed.judge(run(asking(P95), lasting(300), lasting(501))))
    assert.deepEqual(
      [finding.severity, finding.subject, finding.summary],
      [
        'blocker',
        'slo.yaml',
        '0 of 100 points (90 to pass, 75 with a warning): response_time_p95 501 ms at POST /orders fails (<=500)',
      ],
    )
  })

  it('passes exactly at the limit', () => {
    assertPassed(
      sloMissed.judge(run(asking(P95), lasting(300), lasting(500))),
      '100 of 100 points (90 needed), 1 objective',
    )
  })

  it('weighs objectives, halves a warning, and lets no total outweigh a key objective', () => {
    const warned: SloObjective = { ...P95, warning: [[{ ...AT_MOST_500, value: 800 }]] }
    const errors: SloObjective = {
      ...P95,
      sli: 'error_rate',
      indicator: 'errors',
      pass: [[{ ...AT_MOST_500, value: 1 }]],
    }
    const half = onlyFinding(sloMissed.judge(run(asking(warned, errors), lasting(300), lasting(700))))
    assert.deepEqual([half.severity, half.measured], ['concern', { points: 75 }])
    const heavy = { ...errors, weight: 19 }
    assert.equal(sloMissed.judge(run(asking(P95, heavy), lasting(300), lasting(700))).ruling, 'passed')
    const key = onlyFinding(sloMissed.judge(run(asking({ ...P95, key: true }, heavy), lasting(300), lasting(700))))
    assert.equal(key.severity, 'blocker')
    assert.match(key.summary, /^95 of 100 points .*, and the key objective response_time_p95 is missed: /)
  })

  it('holds any of several lists of criteria to be enough', () => {
    const either: SloObjective = { ...P95, pass: [[AT_MOST_500, TEN_PERCENT], [{ ...AT_MOST_500, value: 600 }]] }
    assert.equal(sloMissed.judge(run(asking(either), lasting(300), lasting(590))).ruling, 'passed')
    assert.equal(sloMissed.judge(run(asking(either), lasting(300), lasting(601))).ruling, 'found')
  })

  it('takes a criterion relative to before for missed where the comparison proves it, not where it merely looks so', () => {
    const slo = asking({ ...P95, pass: [[TEN_PERCENT]] })
    const withLow = (low: number) => {
      const one = compared({ endpoint: 'POST /orders', quantile: 'p95', metrics: [metric('p95', { low })] })
      const facts = comparedRun({ endpoints: [one] }).slice(-1)
      const [begun, baseline, soak] = run(slo, lasting(100), lasting(130))
      return journal(...[begun, baseline, soak].flatMap((entry) => entry ?? []), ...facts)
    }
    assert.equal(sloMissed.judge(withLow(0.1)).ruling, 'passed')
    assert.equal(sloMissed.judge(withLow(0.11)).ruling, 'found')
    // Nothing was compared, so that what was measured is all there is.
    assert.equal(sloMissed.judge(run(slo, lasting(100), lasting(110))).ruling, 'passed')
    assert.equal(sloMissed.judge(run(slo, lasting(100), lasting(111))).ruling, 'found')
  })

  it('does not know where a key objective could not be measured, or the points that were do not decide', () => {
    const few = lasting(900, { requests: 999 })
    const errors: SloObjective = { ...P95, sli: 'error_rate', indicator: 'errors', weight: 19 }
    assertUnknown(
      sloMissed.judge(run(asking(P95), lasting(300), few)),
      'only 0 of 100 points are certain (90 needed); too few requests for response_time_p95. Settled by a rehearsal at higher rates or with a longer actTime.',
    )
    assertUnknown(
      sloMissed.judge(run(asking({ ...P95, key: true }, errors), lasting(300), few)),
      'too few requests for response_time_p95, a key objective. Settled by a rehearsal at higher rates or with a longer actTime.',
    )
    assertPassed(
      sloMissed.judge(run(asking(P95, errors), lasting(300), few)),
      '95 of 100 points (90 needed), 2 objectives; too few requests for response_time_p95',
    )
    const missed: SloObjective = { ...errors, pass: [[{ ...AT_MOST_500, value: -1 }]] }
    const finding = onlyFinding(sloMissed.judge(run(asking(P95, missed), lasting(300), few)))
    assert.deepEqual([finding.severity, finding.measured], ['blocker', { points: 5 }])
    assert.match(finding.summary, /: error_rate 0 % at POST \/orders fails \(<=500\)$/)
  })

  it('names endpoints with too few requests for an objective that others were measured by', () => {
    const rare = lasting(900, { endpoint: 'GET /report', requests: 999 })
    const soak = (p95Ms: number) =>
      sloMissed.judge(
        journal(
          started({ limits: { ...LIMITS, slo: asking(P95) } }),
          phase('baseline', { endpoints: [lasting(300), rare] }),
          phase('soak', { endpoints: [lasting(p95Ms), rare] }),
        ),
      )
    assertPassed(
      soak(500),
      '100 of 100 points (90 needed), 1 objective; too few requests for response_time_p95 at GET /report',
    )
    assert.match(
      onlyFinding(soak(501)).summary,
      /fails \(<=500\); too few requests for response_time_p95 at GET \/report$/,
    )
  })

  it('asks nothing of an objective that only informs, measured or not', () => {
    const informs: SloObjective = { ...P95, pass: [], key: true }
    assertPassed(
      sloMissed.judge(run(asking(informs), lasting(300), lasting(900, { requests: 9 }))),
      '100 of 100 points (90 needed), 1 objective',
    )
  })

  it('does not take a rise for no rise where too few blocks bound nothing', () => {
    const slo = asking({ ...P95, pass: [[TEN_PERCENT]] })
    const judged = (after: number) => {
      const one = compared({
        endpoint: 'POST /orders',
        quantile: 'p95',
        metrics: [metric('p95', { low: null, high: null })],
      })
      return sloMissed.judge(
        journal(...run(slo, lasting(100), lasting(after)), ...comparedRun({ endpoints: [one] }).slice(-1)),
      )
    }
    assertUnknown(
      judged(10_000),
      'only 0 of 100 points are certain (90 needed); too few blocks to tell whether response_time_p95 at POST /orders is <=+10%. Settled by a rehearsal at higher rates or with a longer actTime.',
    )
    assert.equal(judged(110).ruling, 'passed')
  })

  it('does not know without a soak, and asks nothing where no slo.yaml is named or the upgrade failed', () => {
    const limits = { ...LIMITS, slo: asking(P95) }
    assertUnknown(
      sloMissed.judge(journal(started({ limits }), phase('baseline'))),
      'no requests were recorded in soak. Settled by a rehearsal whose soak sees traffic.',
    )
    assertPassed(sloMissed.judge(journal(started())), 'the spec names no slo.yaml')
    assertPassed(
      sloMissed.judge(journal(started({ limits }), step('upgrade', { ok: false }))),
      'not applicable: the upgrade failed, so that there is no soak',
    )
  })
})
