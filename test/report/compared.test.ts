import assert from 'node:assert/strict'
import { headlineOf } from '../../harness/checks/headline.ts'
import { judge } from '../../harness/checks/judge.ts'
import { renderMarkdown } from '../../harness/report/markdown.ts'
import { renderVerdictJson } from '../../harness/report/verdict-json.ts'
import { verdictLines } from '../../harness/terminal/verdict-lines.ts'
import { compared, comparedRun, DESIGN, metric } from '../checks/compared.ts'
import { journal, wholeRehearsal } from '../checks/journal.ts'

const SMALL = { ...DESIGN, blocks: 12, blockMs: 1_667, atDesignSize: false }
const OPEN = metric('p95', { answer: 'inconclusive', couldHideUpTo: 0.448, high: 0.448 })
const HOME = compared({ endpoint: 'GET /home', quantile: 'p95', answer: 'inconclusive', metrics: [OPEN] })
const FEW = compared({
  endpoint: 'POST /login',
  quantile: null,
  answer: 'inconclusive',
  requests: { baseline: 60, soak: 60, restored: 59 },
  metrics: [metric('exceedance', { before: 0.1, after: 0.12, answer: 'inconclusive', couldHideUpTo: null })],
})

/** A whole rehearsal in which all went well, and what was compared in it. */
function whole(overrides: Parameters<typeof comparedRun>[0]) {
  return journal(...wholeRehearsal(), ...comparedRun(overrides).slice(-1))
}

describe('a run below the design size', () => {
  const entries = whole({ design: SMALL, endpoints: [HOME, FEW] })

  it('says with its GO what it cannot have seen', () => {
    assert.equal(
      headlineOf(entries, judge(entries)).verdict,
      'GO at this resolution: cannot see below +45 %, nor the tail of 1 endpoint',
    )
    const unseen = whole({ design: SMALL, endpoints: [FEW] })
    assert.equal(
      headlineOf(unseen, judge(unseen)).verdict,
      'GO at this resolution: cannot see the tail of the only endpoint',
    )
    const large = whole({})
    assert.equal(headlineOf(large, judge(large)).verdict, 'GO')
  })

  it('shows each endpoint on the terminal with what could hide there', () => {
    const lines = verdictLines(entries, judge(entries), { color: false, report: 'r' }).split('\n')
    assert.deepEqual(lines.slice(-5), [
      '  endpoint     requests  judged           before  after  answer       could hide',
      '  GET /home        9990  p95               41 ms  42 ms  not settled  +45 %',
      '  POST /login        59  slower than p90    10 %   12 %  not settled  anything',
      'GO at this resolution: cannot see below +45 %, nor the tail of 1 endpoint  no findings   r',
      '',
    ])
  })

  it('tells machines as much', () => {
    const { resolution, endpoints } = JSON.parse(renderVerdictJson(entries, judge(entries)))
    assert.deepEqual(resolution, { atDesignSize: false, cannotSeeBelow: 0.448, unseen: ['POST /login'] })
    assert.deepEqual(
      endpoints.map(({ endpoint, answer }: { endpoint: string; answer: string }) => [endpoint, answer]),
      [
        ['GET /home', 'inconclusive'],
        ['POST /login', 'inconclusive'],
      ],
    )
  })
})

describe('a run of the design size', () => {
  const verdictOf = (...endpoints: Parameters<typeof compared>[0][]) => {
    const entries = whole({ endpoints: endpoints.map(compared) })
    return headlineOf(entries, judge(entries)).verdict
  }
  const hiding = (couldHideUpTo: number) => ({ metrics: [metric('p99', { couldHideUpTo })] })

  it('says with its GO whom it asked too rarely to see anything', () => {
    assert.equal(verdictOf(FEW), 'GO at this resolution: cannot see the tail of the only endpoint')
    assert.equal(verdictOf({}, FEW), 'GO at this resolution: cannot see the tail of 1 endpoint')
  })

  it('says with its GO how much more than by design could hide', () => {
    assert.equal(verdictOf(hiding(120)), 'GO at this resolution: cannot see below +12000 %')
    assert.equal(verdictOf(hiding(0.51)), 'GO at this resolution: cannot see below +51 %')
    assert.equal(verdictOf(hiding(0.5)), 'GO')
    assert.equal(
      verdictOf(hiding(1.2), FEW),
      'GO at this resolution: cannot see below +120 %, nor the tail of 1 endpoint',
    )
  })
})

describe('report.md', () => {
  it('names endpoints whose usual requests became slower under a quantile that did not', () => {
    const body = { quantile: 'p50', before: 10, after: 200, p: 0.0002 } as const
    const entries = whole({ endpoints: [compared({ answer: 'inconclusive', body })] })
    assert.match(
      renderMarkdown(entries, judge(entries)),
      /Slower below the quantile that is judged, which blocks nothing but a gate: POST \/payments p50 10 → 200 ms \(\+1900 %\)\./,
    )
  })

  it('has a row per endpoint, how it was compared, and what the nights before showed', () => {
    const loops = { pairing: 'blocks', notes: ['no block has a partner'] } as const
    const run = whole({ design: { ...SMALL, ...loops }, endpoints: [HOME], unscheduled: ['browse'] })
    const change = { at: '2026-11-18T03:00:00.000Z', fromMs: 41, toMs: 57.4 }
    const trends = [{ endpoint: 'GET /home', quantile: 'p99', soakMs: [41, 57.4], changes: [change] }]
    const nights = { kind: 'nights.read', environment: 'a', nights: 12, noise: {}, trends } as const
    const entries = [...run, ...journal(nights)]
    const report = renderMarkdown(entries, judge(entries))
    const section = report.slice(report.indexOf('### Before against after'), report.indexOf('### Traffic'))
    assert.equal(
      section.trimEnd(),
      `### Before against after

| endpoint | requests | judged | before | after | answer | could hide |
| --- | ---: | --- | ---: | ---: | --- | --- |
| GET /home | 9990 | p95 | 41 ms | 42 ms | not settled | +45 % |

12 blocks of 1.7 s in each of 3 phases, 9999 labellings tried, smallest p 0.0001. This run cannot see below +45 %. Compared without pairs, which costs power, for these scenarios keep no schedule of ours: browse. No block has a partner.

- 12 earlier nights in this environment:
- GET /home p99 from 2026-11-18 on: 41 → 57 ms`,
    )
  })
})
