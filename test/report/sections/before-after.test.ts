import assert from 'node:assert/strict'
import type { Fact } from '../../../harness/model/evidence.ts'
import { beforeAfter } from '../../../harness/report/sections/before-after.ts'
import { alarmed, bareRun, compared, comparedRun, DESIGN, metric, SLOWER } from '../../checks/compared.ts'
import { endpoint, journal, phase, started } from '../../checks/journal.ts'
import { tried } from '../../checks/trials.ts'
import { fixture, HOSTILE, isHarmless, shown, words } from './shown.ts'

const REGRESSED = compared({
  answer: 'regressed',
  gate: true,
  metrics: [SLOWER, metric('errors'), metric('exceedance')],
})
const OPEN = compared({
  endpoint: 'GET /home',
  answer: 'inconclusive',
  metrics: [
    metric('p99', { answer: 'inconclusive', settledBy: '14 minutes more in each steady phase' }),
    metric('errors'),
  ],
})

describe('before and after', () => {
  it('tells of each endpoint the answer, the change with its bounds, and what could hide; what changed first', () => {
    const lines = words(beforeAfter, journal(...comparedRun({ endpoints: [OPEN, REGRESSED] })))
    assert.deepEqual(lines.slice(0, 4).toSpliced(0, 1), [
      'endpoint | answer | judged by | change against its margin | before → after, and its bounds | p50, ms | p95, ms | p99, ms | errors | could hide | requests per phase | what would settle it',
      'POST /payments gate | regressed | p99 |  | 41 ms → 57 ms, +38 %, between +31 % and +46 % | - | - | - | 1 % → 1 % | - | 9,990 | -',
      'GET /home | not settled | p99 |  | 41 ms → 42 ms, +2.4 %, between −5 % and +12 % | - | - | - | 1 % → 1 % | +12 % | 9,990 | 14 minutes more in each steady phase',
    ])
    assert.match(
      lines[0] ?? '',
      /^2 endpoints: 1 regressed, 1 not settled; 1 gate must be equivalent for a GO\. A whisker/,
    )
  })

  it('draws the interval against a line at no change and a band up to the margin, with the same figures as its name', () => {
    const html = shown(beforeAfter, journal(...comparedRun({ endpoints: [REGRESSED] }))) ?? ''
    assert.match(
      html,
      /<svg viewBox="0 0 168 20" width="168" height="20" role="img" aria-label="POST \/payments, p99: \+38 %, between \+31 % and \+46 %" class="whisker is-worse">/,
    )
    assert.match(html, /<rect x="42" width="84" height="20">/)
  })

  it('holds quantiles back where there are too few requests for them', () => {
    const few = { endpoint: 'POST /payments', requests: 1_200 }
    const phases = [phase('baseline', { endpoints: [endpoint(few)] }), phase('soak', { endpoints: [endpoint(few)] })]
    const lines = words(
      beforeAfter,
      journal(...comparedRun().filter(({ kind }) => kind !== 'traffic.phase'), ...phases),
    )
    assert.ok(lines[2]?.includes('| 8 → 8 | 28 → 28 | - |'), lines[2])
    assert.ok(lines.includes('POST /payments | baseline | 1,200 | 0 (0 %) | 8 | 28 | - | 90'))
  })

  it('says how it was compared, and what its controls found', () => {
    const said = { controls: alarmed('restored'), design: { ...DESIGN, notes: ['too few blocks'] } }
    const lines = words(beforeAfter, journal(...comparedRun(said)))
    const from = lines.indexOf('How far to trust it')
    assert.deepEqual(lines.slice(from + 1), [
      '20 blocks of 15 s in each of 3 phases, 9999 labellings tried, smallest p 0.0001.',
      'Too few blocks.',
      'Control, odd against even blocks of the baseline: they agree, so that the machine was steady.',
      'Control, baseline against restored: restored is worse than baseline: the way back did not restore performance, or the environment drifted: GET /home p95 20 → 31 ms (adjusted p 0.004).',
    ])
  })

  it('shows earlier nights with a line and its figures', () => {
    const trend = {
      endpoint: 'GET /home',
      quantile: 'p99',
      soakMs: [41, 42, 57],
      changes: [{ at: '2026-11-18T02:00:00.000Z', fromMs: 41, toMs: 57 }],
    }
    const read = {
      kind: 'nights.read',
      environment: 'e',
      nights: 3,
      noise: { 'GET /home': 0.04 },
      trends: [trend],
    } as const
    const lines = words(beforeAfter, journal(...comparedRun(), read))
    assert.deepEqual(lines.slice(lines.indexOf('Earlier nights') + 1), [
      '3 earlier nights in this environment.',
      'endpoint | quantile | nights | soak of each night, ms | another level | noise floor',
      'GET /home | p99 |  | 41, 42, 57 | from 2026-11-18 on: 41 → 57 ms | +4 %',
    ])
  })

  it('says how many nights were not looked at, and what was passed over', () => {
    const read = { kind: 'nights.read', environment: 'e', nights: 100, older: 4_900, foreign: 2, noise: {}, trends: [] }
    const lines = words(beforeAfter, journal(...comparedRun(), read as Fact))
    assert.deepEqual(lines.slice(lines.indexOf('Earlier nights') + 1), [
      '5000 earlier nights in this environment, the newest 100 looked at, no endpoint with another level.',
      '2 entries of the history hold no night and are passed over.',
    ])
  })

  it('says why nothing was compared, and shows the acts themselves', () => {
    const lines = words(beforeAfter, fixture('all-went-well'))
    assert.equal(lines[0], 'Before was not compared with after: not compared: this run is older than the comparison')
    assert.ok(lines.includes('POST /orders | upgrade | 400 | 0 (0 %) | 8 | - | - | 90'))
    const missing = words(beforeAfter, journal(...bareRun()))
    assert.match(missing[0] ?? '', /before was not compared with after\. Settled by a rehearsal whose steady acts/)
  })

  it('says so where no act with traffic ended, and is absent where nothing was rehearsed', () => {
    assert.deepEqual(words(beforeAfter, journal(started())), [
      'not recorded: no act with traffic ended, so that there is neither before nor after',
    ])
    assert.equal(shown(beforeAfter, tried()), null)
  })

  it('keeps the text of endpoints text', () => {
    const one = compared({ endpoint: HOSTILE, metrics: [SLOWER, metric('errors')] })
    assert.ok(isHarmless(shown(beforeAfter, journal(...comparedRun({ endpoints: [one] }))) ?? ''))
  })
})
