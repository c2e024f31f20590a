import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import type { Entry } from '../../../harness/model/evidence.ts'
import { data } from '../../../harness/report/html/markup.ts'
import { renderHtml } from '../../../harness/report/html/page.ts'
import { catalog, journal, started, step, wholeRehearsal } from '../../checks/journal.ts'
import { recordedTimeline } from '../timeline/recorded.ts'
import { anchors, fixture, page, policyOf, seenOf, words } from './rendered.ts'

const JOURNALS = readdirSync(new URL('../../fixtures/journals/', import.meta.url)).map((name) => name.slice(0, -6))
const HOSTILE = '</script></style><script>alert(1)</script>"><img src=x onerror=alert(1)>\u202egnp.\u0000\u001b[31m'

/** The journal with a hostile name wherever somebody else than the harness gives names. */
function hostile(entries: readonly Entry[]): readonly Entry[] {
  const named =
    /^(rehearsal|label|file|statement|relation|table|object|summary|reason|application|tool|source|image|name|endpoint|how|canary|was|is|pointOfNoReturn|harness|platform)$/
  const renamed = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return named.test(key) ? `${value}${HOSTILE}` : value
    if (Array.isArray(value)) return value.map((one) => renamed(one, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, renamed(one, name)]))
  }
  return entries.map((entry) => renamed(entry, '') as Entry)
}

describe('report.html', () => {
  for (const name of [...JOURNALS, 'of nothing']) {
    const entries = name === 'of nothing' ? [] : fixture(name)

    it(`says of ${name} what is known, and nothing that is not`, () => {
      const html = page(entries)
      assert.ok(html.startsWith('<!doctype html>\n<html lang="en">'))
      assert.ok(html.includes('<h1 id="verdict-title">'))
      assert.doesNotMatch(words(html), /\b(undefined|NaN)\b|\[object|Invalid Date/)
    })

    it(`has no link without its target, and no anchor twice, in ${name}`, () => {
      const { ids, links } = anchors(page(entries))
      assert.deepEqual(ids.toSorted(), [...new Set(ids)].toSorted())
      assert.deepEqual(
        links.filter((link) => !ids.includes(link.replace(/^#/, ''))),
        [],
      )
      assert.ok(links.length > 1)
    })
  }

  for (const cut of [1, 2, 5, 12, 20, 30])
    it(`is there of a journal that stops after ${cut} entries`, () => {
      assert.doesNotMatch(words(page(fixture('as-delivered').slice(0, cut))), /\b(undefined|NaN)\b|\[object/)
    })

  it('lets no name become markup, script, or text that reads backwards', () => {
    for (const name of JOURNALS) {
      const [tame, wild] = [page(fixture(name)), page(hostile(fixture(name)))]
      const count = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].length
      assert.match(wild, /&#x3C;script>/)
      for (const raw of ['<img', '\u202e', '\u0000', '\u001b']) assert.ok(!wild.includes(raw), JSON.stringify(raw))
      assert.equal(count(wild, /<script\b/g), count(tame, /<script\b/g))
      assert.equal(count(wild, /<\/(script|style)>/g), count(tame, /<\/(script|style)>/g))
    }
  })

  it('asks for no connection, and runs and applies nothing but what its policy names', () => {
    const html = page(fixture('as-delivered'))
    const policy = policyOf(html)
    assert.match(policy, /^default-src 'none'; style-src 'sha256-/)
    const inline = [...html.matchAll(/<(style|script)(?: type="module")?>(.*?)<\/\1>/gs)].map(([, , text = '']) => text)
    assert.equal(inline.length, 2)
    for (const text of inline) {
      const hash = createHash('sha256').update(text).digest('base64')
      assert.ok(policy.includes(`'sha256-${hash}'`), `no hash of ${text.slice(0, 40)}`)
    }
    assert.deepEqual(html.match(/\s(src|style|on[a-z]+)="/), null)
  })

  it('carries the chart library only where there is something to draw', () => {
    const seen = seenOf(fixture('as-delivered'))
    assert.ok(!renderHtml(seen).includes('var uPlot='))
    const html = renderHtml({
      ...seen,
      timeline: recordedTimeline(),
    })
    assert.ok(html.includes('var uPlot='))
  })

  it('is a page without script where it is given none', () => {
    const { assets: _, ...seen } = seenOf(fixture('as-delivered'))
    const html = renderHtml(seen)
    assert.match(policyOf(html), /script-src 'none'/)
    assert.ok(!html.includes('<script'))
  })

  it('stays below 1.5 MB however much is found, and how long the entries are', () => {
    const long = (index: number) =>
      ({ object: `table t${index} ${'ä'.repeat(20_000)}`, change: 'added', was: null, is: 'x' }) as const
    const differences = Array.from({ length: 60 }, (_, index) => long(index))
    const html = page(wholeRehearsal({ audit: [catalog({ differences })] }))
    assert.ok(Buffer.byteLength(html) < 1_500_000, `${Buffer.byteLength(html)} bytes`)
    assert.ok(html.includes('characters more, in journal.jsonl'))
  })

  it('is there of a journal of fulldress locks, and of one in which nothing began', () => {
    const locks = journal({ kind: 'locks.started', name: 'migrations', runtime: 'processes', migrations: ['001.sql'] })
    assert.match(page(locks), /Dress rehearsal of <bdi>migrations<\/bdi>/)
    const failed = journal(started(), { kind: 'operator.must.act', code: 'usage', message: 'm', hint: 'h' })
    assert.match(page(failed), /INCONCLUSIVE/)
  })
})

describe('data for the page’s script', () => {
  it('cannot end the script that holds it', () => {
    const value = { name: '</script><!--' }
    const [text] = data('x', value).children
    assert.ok(text?.type === 'text' && !text.value.includes('<'))
    assert.deepEqual(JSON.parse(text.value), value)
  })

  it('shows what cannot be seen in a name', () => {
    const [text] = data('x', ['a\u202eb']).children
    assert.ok(text?.type === 'text')
    assert.deepEqual(JSON.parse(text.value), ['a\\u202eb'])
  })
})

describe('a step that failed', () => {
  it('is told with its reason', () => {
    const entries = wholeRehearsal({ upgrade: [step('upgrade', { ok: false, reason: 'relation <x> is missing' })] })
    assert.ok(page(entries).includes('relation &#x3C;x> is missing'))
  })
})
