import assert from 'node:assert/strict'
import { judge } from '../../harness/checks/judge.ts'
import type { FidelityFact } from '../../harness/model/facts-of-fidelity.ts'
import { renderMarkdown } from '../../harness/report/markdown.ts'
import { fidelityLines } from '../../harness/terminal/fidelity-lines.ts'
import { ink } from '../../harness/terminal/ink.ts'
import { verdictLines } from '../../harness/terminal/verdict-lines.ts'
import { journal, wholeRehearsal } from '../checks/journal.ts'

const FIDELITY: FidelityFact = {
  kind: 'traffic.fidelity',
  phase: 'baseline',
  model: 'traffic.yaml',
  window: 'peak',
  factor: 0.5,
  journeys: true,
  covered: 0.933,
  endpoints: [
    {
      endpoint: 'GET /orders/:id',
      requests: 798,
      modelPerSecond: 40,
      sentPerSecond: 39.9,
      rateError: -0.0025,
      arrivalDistance: 0.0312,
      heldAgainst: 'schedule',
      production: { p50Ms: 12, p99Ms: 140 },
      baseline: { p50Ms: 4.25, p99Ms: 51.3 },
    },
    {
      endpoint: 'POST /orders',
      requests: 20,
      modelPerSecond: 1,
      sentPerSecond: 1,
      rateError: -1e-9,
      arrivalDistance: null,
      heldAgainst: 'law',
      production: null,
      baseline: { p50Ms: 9, p99Ms: null },
    },
  ],
  leftOut: [{ endpoint: 'PATCH /orders/:id', perSecond: 2.9, because: 'the model has no `body`' }],
  concurrency: { production: 1.25, baseline: 0.4, error: 0.68 },
  sent: { file: 'k6/sent.jsonl', sha256: '0'.repeat(64) },
}

describe('what a replay was like', () => {
  it('is shown in a line and a table, the baseline beside production, with what was left out', () => {
    assert.deepEqual(fidelityLines(journal(FIDELITY), ink(false)), [
      'fidelity  traffic.yaml, its peak window × 0.5, 93 % of its requests (1 endpoint left out), sessions as journeys, rates within 0.3 % (GET /orders/:id), gaps within 0.031, 0.4 in flight (production 1.3, curve error 68 %)',
      '  endpoint         asked    sent   error   gaps  p50, production  p99, production',
      '  GET /orders/:id   40/s  39.9/s  -0.3 %  0.031   4.25 ms, 12 ms  51.3 ms, 140 ms',
      '  POST /orders       1/s     1/s   0.0 %      -          9 ms, -             -, -',
      '  not replayed: PATCH /orders/:id, 2.9/s: the model has no `body`',
    ])
  })

  it('stands above the verdict, and in the report', () => {
    const entries = journal(...wholeRehearsal(), FIDELITY)
    const judgement = judge(entries)
    const lines = verdictLines(entries, judgement, { color: false, report: 'report.md' }).trimEnd().split('\n')
    assert.equal(
      lines.findIndex((line) => line.startsWith('fidelity  ')),
      lines.length - 6,
    )
    assert.match(lines.at(-1) ?? '', /report\.md$/)
    const report = renderMarkdown(entries, judgement)
    assert.match(report, /### Fidelity\n\ntraffic\.yaml, its peak window/)
    assert.match(
      report,
      /\| `GET \/orders\/:id` \| 40\/s \| 39\.9\/s \| -0\.3 % \| 0\.031 \| 4\.25 ms, 12 ms \| 51\.3 ms, 140 ms \|/,
    )
  })

  it('is claimed nowhere without a model', () => {
    const entries = journal(...wholeRehearsal())
    assert.deepEqual(fidelityLines(entries, ink(false)), [])
    assert.doesNotMatch(renderMarkdown(entries, judge(entries)), /Fidelity/)
  })
})
