import assert from 'node:assert/strict'
import { toHtml } from 'hast-util-to-html'
import type { Finding } from '../../../harness/model/finding.ts'
import { findings } from '../../../harness/report/sections/findings.ts'
import { wholeRehearsal } from '../../checks/journal.ts'
import { anchors, fixture, seenOf, words } from '../html/rendered.ts'

const ENTRIES = wholeRehearsal()

function found(overrides: Partial<Finding>): Finding {
  const words = { subject: 's', summary: 'm', remedy: 'r' }
  return { check: 'x', severity: 'note', evidence: [], ...words, ...overrides }
}

function rendered(all: readonly Finding[]): string {
  const seen = seenOf(ENTRIES)
  return toHtml([...(findings.render({ ...seen, judgement: { ...seen.judgement, findings: all } }) ?? [])])
}

describe('findings in report.html', () => {
  it('come with what was measured beside the limit', () => {
    const html = rendered([found({ measured: { heldMs: 2_100, stalledRequests: 1_212 }, limit: { heldMs: 500 } })])
    assert.match(words(html).replace(/\s+/g, ' '), /figure held stalled requests measured 2100 ms 1,212 limit 500 ms /)
    const worded = rendered([found({ measured: { is: 'bigint' }, limit: { is: 'integer' } })])
    assert.match(words(worded).replace(/\s+/g, ' '), /figure measured limit is bigint integer/)
  })

  it('stand beside the quantile that was held against the limit of a p99', () => {
    const html = rendered([found({ measured: { p50Ms: 2_014, requests: 96 }, limit: { p99Ms: 500 } })])
    assert.match(words(html).replace(/\s+/g, ' '), /figure p50 requests measured 2014 ms 96 limit 500 ms as p99 /)
  })

  it('print an entry of the journal once, and lead to it from elsewhere', () => {
    const html = rendered([found({ evidence: [2, 3] }), found({ evidence: [3] })])
    const { ids, links } = anchors(html)
    assert.deepEqual(ids, ['finding-1', 'entry-2', 'entry-3', 'finding-2'])
    assert.ok(links.includes('#entry-3'))
    assert.match(html, /#2 {2}2026-11-21T06:12:01\.000Z {2}act\.started\nact: "stage"/)
  })

  it('print eight entries each, and name the others', () => {
    const html = rendered([found({ evidence: Array.from({ length: 12 }, (_, index) => index + 1) })])
    assert.equal(anchors(html).ids.length, 9)
    assert.match(html, /In journal\.jsonl: #9, #10, #11, #12/)
  })

  it('name an entry that the journal has not, without a link', () => {
    const html = rendered([found({ evidence: [999] })])
    assert.match(html, /In journal\.jsonl: #999/)
    assert.deepEqual(anchors(html).links, [])
  })

  it('say a remedy once', () => {
    const html = rendered([found({ subject: 'one' }), found({ subject: 'two' })])
    assert.match(html, /As for <a href="#finding-1">one<\/a>\./)
  })

  it('are folded from the thirteenth on', () => {
    const html = rendered(Array.from({ length: 15 }, (_, index) => found({ remedy: `r${index}` })))
    assert.match(html, /id="finding-12".*<details><summary>3 more findings<\/summary>.*id="finding-13"/s)
    assert.doesNotMatch(rendered([found({})]), /more findings?/)
  })

  it('are said to be none where there are none, and what is not known is named', () => {
    assert.match(words(rendered([])), /None\./)
    const killed = seenOf(fixture('killed-in-soak'))
    const unknown = killed.judgement.checks.filter(({ gating, ruling }) => gating && ruling.ruling === 'unknown')
    const html = toHtml([...(findings.render(killed) ?? [])])
    assert.ok(html.includes(`Not known: ${unknown.length} checks that a GO needs`))
  })
})
