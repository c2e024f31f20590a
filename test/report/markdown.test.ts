import assert from 'node:assert/strict'
import { type Node, Parser } from 'commonmark'
import { judge } from '../../harness/checks/judge.ts'
import type { Entry } from '../../harness/model/evidence.ts'
import { renderMarkdown } from '../../harness/report/markdown.ts'
import { escapeMarkdown, fenced } from '../../harness/report/markdown-text.ts'
import { renderRunbook } from '../../harness/report/runbook/index.ts'
import { act, catalog, endpoint, phase, started, step, wholeRehearsal } from '../checks/journal.ts'
import { FIXTURES, fixture, seen } from './fixture.ts'

/** Whatever could be written into a log, a name or a statement to become something else. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=y>',
  '![a](https://evil.example/x.png)',
  '[click](javascript:alert(1))',
  'https://evil.example/a',
  'www.evil.example',
  '<https://evil.example>',
  '# no heading',
  '1. no list',
  '- no list',
  '+ no list',
  '> no quote',
  '=== --- ***',
  '**bold** __bold__ _it_ ~~gone~~ `code` ``',
  '| a | b |',
  '&lt;b&gt; &amp; &#60;',
  '$x^2$ @everyone',
  '```\nfence',
  '\u202Egnp.exe\u2069',
  'trailing \\',
]

/** As a journal from elsewhere may have it, its clock and its names included. */
function foreign(text: string): readonly Entry[] {
  const of = { 'rehearsal.started': { rehearsal: text, runtime: text }, 'stage.database': { version: text } }
  return fixture('all-went-well').map(
    (entry) => ({ ...entry, at: text, ...(entry.kind in of ? of[entry.kind as keyof typeof of] : {}) }) as Entry,
  )
}

function nodesOf(markdown: string): readonly Node[] {
  const walker = new Parser().parse(markdown).walker()
  const nodes: Node[] = []
  for (let event = walker.next(); event !== null; event = walker.next()) if (event.entering) nodes.push(event.node)
  return nodes
}

/** What the reader sees as text. */
function textOf(markdown: string): string {
  return nodesOf(markdown)
    .map(({ literal }) => literal ?? '')
    .join('')
}

const FOREIGN = ['html_inline', 'html_block', 'link', 'image']

function assertNoMarkup(markdown: string): void {
  const foreign = nodesOf(markdown).filter(({ type }) => FOREIGN.includes(type))
  assert.deepEqual(
    foreign.map(({ type, literal, destination }) => [type, literal, destination]),
    [],
  )
  assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(markdown))
}

/** As tables of GitHub's dialect are read: each row has as many cells as its heading. */
function assertTablesHold(markdown: string): void {
  const cells = (row: string) => row.replace(/\\./g, '').split('|').length
  let columns = 0
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('|')) columns = 0
    else if (columns === 0) columns = cells(line)
    else assert.equal(cells(line), columns, line)
  }
}

/** A hostile text wherever a journal takes text from others. */
function hostile(text: string): readonly Entry[] {
  const change = { window: null, buffer: { share: 0.5 }, soakMs: null, owner: text, contact: text }
  const steps = {
    upgrade: [
      {
        label: text,
        kind: 'command',
        command: { command: `run ${text}`, in: text, variables: [text], timeoutMs: 1_000 },
      },
    ],
    rollback: [],
  } as const
  return wholeRehearsal({
    started: [started({ rehearsal: text, pointOfNoReturn: text, weaker: [text], change, steps, upgradeSteps: [text] })],
    baseline: [phase('baseline', { endpoints: [endpoint({ endpoint: text })] })],
    upgrade: [step('upgrade', { label: text, ok: false, reason: text }), phase('upgrade')],
    soak: act('soak', { summary: text }),
    audit: [catalog({ differences: [{ object: text, change: 'missing', was: text, is: null }] })],
  })
}

describe('Markdown', () => {
  it('shows hostile text as text', () => {
    for (const text of HOSTILE) {
      const escaped = escapeMarkdown(text)
      const [first, ...rest] = nodesOf(escaped).filter(({ type }) => type !== 'document')
      assert.equal(first?.type, 'paragraph', text)
      assert.ok(
        rest.every(({ type }) => type === 'text'),
        text,
      )
      const shown = text.replace(/\s+/g, ' ').replace(/[\u202e\u2069]/gi, '\ufffd')
      assert.equal(textOf(escaped).replaceAll('\u200b', ''), shown)
    }
  })

  it('leaves no address that a reader of GitHub’s dialect would link', () => {
    assert.equal(escapeMarkdown('see https://a.b/c or www.a.b'), 'see https\\://a.b/c or www\\.a.b')
  })

  it('fences a text with more backticks than it has', () => {
    const nodes = nodesOf(fenced('a\n````\n# b', 'sh'))
    assert.deepEqual(
      nodes.slice(1).map(({ type, literal }) => [type, literal]),
      [['code_block', 'a\n````\n# b\n']],
    )
  })
})

describe('report.md and runbook.md', () => {
  it('let no hostile text become markup, a link or a picture, nor break a table', () => {
    for (const text of HOSTILE) {
      const entries = hostile(text)
      for (const markdown of [renderMarkdown(entries, judge(entries)), renderRunbook(seen(entries))]) {
        assertNoMarkup(markdown)
        assertTablesHold(markdown)
      }
    }
  })

  it('take nothing from a journal from elsewhere as markup, nor at any length', () => {
    for (const text of [...HOSTILE, 'é|`'.repeat(60_000)]) {
      const entries = foreign(text)
      for (const markdown of [renderMarkdown(entries, judge(entries)), renderRunbook(seen(entries))]) {
        assertNoMarkup(markdown)
        assert.ok(Buffer.byteLength(markdown) <= 60_000)
      }
    }
  })

  it('can be read of every journal', () => {
    for (const name of FIXTURES) {
      const entries = fixture(name)
      for (const markdown of [renderMarkdown(entries, judge(entries)), renderRunbook(seen(entries))]) {
        assertNoMarkup(markdown)
        assertTablesHold(markdown)
        assert.ok(!/undefined|NaN|\[object /.test(markdown), name)
      }
    }
  })

  it('says the verdict, the reasons and the window first, and where the whole report is', () => {
    const entries = fixture('all-went-well')
    const [title, , counts, , ...rest] = renderMarkdown(entries, judge(entries)).split('\n')
    assert.equal(title, '## GO: orders-v42')
    assert.match(counts ?? '', /^no findings\. processes, postgres 17\.10, /)
    assert.match(rest.join('\n'), /^- None of \d+ checks found a blocker.*\n\n\*\*Window\.\*\* Plan at least 53\.4 s: /)
    assert.ok(rest.includes('The whole report is `report.html`, the steps with their times are in `runbook.md`.'))
  })

  it('stays below 60 kB with a thousand endpoints and long rulings, and keeps findings', () => {
    const endpoints = Array.from({ length: 1_000 }, (_, index) =>
      endpoint({ endpoint: `GET /${'x'.repeat(50)}/${index}` }),
    )
    const entries = wholeRehearsal({ soak: [phase('soak', { endpoints })] })
    const judgement = judge(entries)
    const checks = judgement.checks.map((check) => ({
      ...check,
      ruling: { ruling: 'unknown', because: '*'.repeat(2_000) } as const,
    }))
    const finding = { check: 'x', severity: 'blocker', subject: 's', summary: 'm', remedy: 'r', evidence: [] } as const
    const text = renderMarkdown(entries, { verdict: 'no-go', checks, findings: [finding] })
    assert.ok(Buffer.byteLength(text) <= 60_000)
    assert.ok(text.includes('### blocker: `x` `s`'))
    assert.ok(text.includes('_A section is too long for this report: report.html has it._'))
  })
})
