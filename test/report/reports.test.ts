import assert from 'node:assert/strict'
import { judge } from '../../harness/checks/judge.ts'
import { renderMarkdown } from '../../harness/report/markdown.ts'
import { renderVerdictJson } from '../../harness/report/verdict-json.ts'
import { catalog, phase, started, step, trafficStarted, wholeRehearsal } from '../checks/journal.ts'
import { fixture } from './fixture.ts'

describe('verdict.json', () => {
  it('has the keys that machines rely on, and no other', () => {
    const entries = fixture('as-delivered')
    const verdict = JSON.parse(renderVerdictJson(entries, judge(entries)))
    const { acts, checks, findings, reasons, window, ...rest } = verdict
    assert.deepEqual(rest, {
      fulldress: 1,
      rehearsal: 'orders-v42',
      verdict: 'no-go',
      startedAt: '2026-11-21T06:12:00.000Z',
      durationMs: 240_000,
      runtime: 'processes',
    })
    assert.equal(reasons.length, 3)
    assert.deepEqual([window.fit, window.plannedMs, window.decideByMs], ['not-declared', 53_334, 30_000])
    assert.deepEqual(window.parts[0], { name: 'upgrade', takesMs: { low: 10_000, high: 10_000 }, note: 'measured' })
    assert.deepEqual(acts[3], { name: 'baseline', status: 'ok', durationMs: 1000 })
    assert.deepEqual(checks[2], {
      id: 'upgrade-completes',
      gating: true,
      ruling: 'passed',
      because: 'the only step of the upgrade ended well',
    })
    assert.deepEqual(Object.keys(findings[0]), [
      'check',
      'severity',
      'subject',
      'summary',
      'remedy',
      'measured',
      'limit',
      'evidence',
    ])
  })

  it('tells of a run that was killed how far its journal goes', () => {
    const entries = fixture('killed-in-soak')
    const verdict = JSON.parse(renderVerdictJson(entries, judge(entries)))
    assert.deepEqual([verdict.verdict, verdict.durationMs, verdict.acts.length], ['inconclusive', 20_000, 5])
  })

  it('can be rendered of a journal without a first entry', () => {
    assert.equal(JSON.parse(renderVerdictJson([], judge([]))).rehearsal, 'unknown')
  })
})

describe('report.md', () => {
  it('shows what was traced as the terminal does, and refers to the journal where that is too much', () => {
    const entries = fixture('as-delivered')
    const judgement = judge(entries)
    const table = '003.sql   1 statement\n  line  statement\n     1  SELECT ```x``` FROM t\n'
    assert.ok(!renderMarkdown(entries, judgement).includes('### Statements'))
    assert.match(
      renderMarkdown(entries, judgement, table),
      /\n### Statements\n\n```text\n003\.sql {3}1 statement\n {2}line {2}statement\n {5}1 {2}SELECT '''x''' FROM t\n```\n\n### Checks\n/,
    )
    const large = renderMarkdown(entries, judgement, table.repeat(1_000))
    assert.match(large, /### Statements\n\n_Too many for this report: the journal has them\._\n\n### Checks/)
  })

  it('says the verdict first, then each finding with its evidence', () => {
    const entries = fixture('as-delivered')
    const lines = renderMarkdown(entries, judge(entries)).split('\n')
    assert.deepEqual(lines.slice(0, 4), [
      '## NO-GO: orders-v42',
      '',
      '4 blockers, 1 note. processes, postgres 17.10, 2026-11-21T06:12:00.000Z, 240.0 s.',
      '',
    ])
    const first = lines.findIndex((line) => line.startsWith('### '))
    assert.deepEqual(lines.slice(first, first + 4), [
      '### blocker: `access-exclusive-too-long` `migrations/003-add-total.up.sql:4`',
      '',
      'ALTER TABLE orders ALTER COLUMN total TYPE nume… held ACCESS EXCLUSIVE on orders for 2100 ms (limit 500 ms); 212 POST /orders stalled, longest 2140 ms; 40 GET /orders/:id stalled, longest 1700 ms _(journal #20, #18, #21, #23)_',
      '',
    ])
  })

  it('stays below 60 kB however much is found, and says how much it leaves out', () => {
    const long = (index: number) =>
      ({ object: `table t${index} ${'ä'.repeat(2_000)}`, change: 'added', was: null, is: 'x' }) as const
    const differences = Array.from({ length: 60 }, (_, index) => long(index))
    const entries = wholeRehearsal({ audit: [catalog({ differences })] })
    const text = renderMarkdown(entries, judge(entries))
    assert.ok(Buffer.byteLength(text) <= 60_000)
    assert.match(text, /_\d+ more in verdict\.json\._/)
  })

  it('says what the runtime cannot show, and how the scripts are played', () => {
    const loop = { name: 'stock', ratePerSecond: null, executor: 'constant-vus', note: 'constant-vus kept' }
    const entries = wholeRehearsal({
      started: [started({ weaker: ['all share one kernel'] })],
      baseline: [trafficStarted([loop]), phase('baseline')],
    })
    const lines = renderMarkdown(entries, judge(entries)).split('\n')
    assert.ok(lines.includes('- weaker: all share one kernel'))
    assert.deepEqual(lines.slice(-6), [
      '### Traffic',
      '',
      '| scenario | executor | rate | note |',
      '| --- | --- | ---: | --- |',
      '| `stock` | constant-vus | none: a closed loop | constant-vus kept |',
      '',
    ])
  })

  it('shows eight entries of a finding, and counts the rest', () => {
    const all = judge(wholeRehearsal())
    const evidence = Array.from({ length: 46 }, (_, index) => index + 1)
    const finding = { check: 'x', severity: 'note', subject: 's', summary: 'm', remedy: 'r', evidence } as const
    const text = renderMarkdown(wholeRehearsal(), { ...all, findings: [finding] })
    assert.ok(text.includes('m _(journal #1, #2, #3, #4, #5, #6, #7, #8 and 38 more)_'))
  })

  it('lets nothing from a log turn into markup or a mention', () => {
    const reason = '<img src=x> | [a](http://b) @everyone `x`'
    const entries = wholeRehearsal({ upgrade: [step('upgrade', { ok: false, reason })] })
    const text = renderMarkdown(entries, judge(entries))
    assert.ok(text.includes('\\<img src=x\\> \\| \\[a\\](http\\://b) @\u200beveryone \\`x\\`'))
  })
})
