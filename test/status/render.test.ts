import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { POLICY, renderPage, renderParts } from '../../harness/status/page/render.ts'
import type { LiveState } from '../../harness/status/state.ts'
import { ENDPOINT, state } from './state.ts'

/** What a reader sees of a section, tags taken away. */
function seen(section: string, shown: LiveState): string {
  const { main } = JSON.parse(renderParts(shown)) as { main: Record<string, string> }
  return (main[section] ?? '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

describe('the status page', () => {
  it('says what is under way, what is next and when there will be news', () => {
    assert.equal(
      seen('now', state()),
      'Now upgrade, 5 s migrate migrations 1 min 15 s since it began. Next: soak. Next update by 06:27 UTC at the latest.',
    )
  })

  it('shows how far a part of known length has come', () => {
    const part = { doing: 'warm-up', fromMs: state().atMs - 3_000, untilMs: state().atMs + 9_000 }
    assert.match(seen('now', state({ part })), /warm-up, 3\.0 s of 12\.0 s/)
    assert.match(renderPage(state({ part })), /<progress id="part" max="1" value="0.25">/)
  })

  it('shows what clients get, and no quantile of few requests', () => {
    const few = { ...ENDPOINT, endpoint: 'GET /rare', quantile: null }
    const reading = { endpoints: [ENDPOINT, few], waiting: null }
    assert.match(
      seen('clients', state({ reading })),
      /POST \/orders 41\.3 0\.2 % p95 41 ms GET \/rare 41\.3 0\.2 % too few requests$/,
    )
  })

  it('takes no latency from before a stall for what clients get', () => {
    const silent = { ...ENDPOINT, requestsPerSecond: 0, failedShare: 0 }
    assert.match(
      seen('clients', state({ reading: { endpoints: [silent], waiting: null } })),
      /^Clients No request was answered in the last 5 s .* POST \/orders 0 - no answer in 5 s; before, p95 41 ms$/,
    )
    assert.match(
      seen('clients', state({ reading: { endpoints: [silent, ENDPOINT], waiting: null } })),
      /^Clients Answers and .* POST \/orders 0 - no answer in 5 s; before, p95 41 ms POST \/orders 41\.3 0\.2 % p95 41 ms$/,
    )
  })

  it('shows who waits, and says so where nobody looks', () => {
    assert.equal(
      seen('locks', state()),
      'Sessions that wait 7 sessions wait for a lock on orders, the first of them for 2.1 s',
    )
    const behind = { mode: 'AccessExclusiveLock', statement: 'ALTER TABLE orders ALTER amount TYPE bigint' }
    const waiting = { sessions: 1, longestMs: 900, tables: [], behind }
    assert.equal(
      seen('locks', state({ reading: { endpoints: [], waiting } })),
      'Sessions that wait 1 session waits for a lock, the first of them for 0.9 s Behind ACCESS EXCLUSIVE of ALTER TABLE orders ALTER amount TYPE bigint',
    )
    assert.equal(seen('locks', state({ reading: null })), 'Sessions that wait Nobody watches the locks at this moment.')
  })

  it('claims no clean sheet before anything was judged', () => {
    assert.equal(
      seen('findings', state({ judgedAfter: null })),
      'Findings so far Not judged yet: that is done when an act has ended.',
    )
    assert.equal(
      seen('findings', state()),
      'Findings so far Judged after baseline; the verdict comes at the end. No blocker, no concern.',
    )
  })

  it('ends with the verdict and where the report is', () => {
    const ending = { verdict: 'no-go', headline: 'NO-GO, 1 blocker', report: '.fulldress/runs/1/report.html' } as const
    const ended = state({ ending, act: null })
    assert.equal(
      seen('now', ended),
      'Now NO-GO, 1 blocker 1 min 15 s since it began Report: .fulldress/runs/1/report.html',
    )
    assert.doesNotMatch(renderPage(ended), /http-equiv="refresh"/)
  })

  it('lets nothing that others wrote become markup', () => {
    const finding = {
      check: 'x',
      severity: 'blocker',
      subject: '<img src=x onerror=alert(1)>',
      summary: '</script><b>',
    } as const
    const page = renderPage(
      state({ rehearsal: '<svg onload=alert(1)>', findings: [finding], doing: '</main><script>' }),
    )
    assert.doesNotMatch(page, /<img|<svg|<b>|<\/main><script>(?!\n)/)
    assert.match(page, /&#x3C;img src=x/)
  })

  it('allows its own script and style by their hashes and nothing else', () => {
    const page = renderPage(state())
    for (const tag of ['script', 'style']) {
      const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? []
      assert.ok(POLICY.includes(`'sha256-${createHash('sha256').update(text).digest('base64')}'`), tag)
    }
    assert.doesNotMatch(page, /https?:\/\//)
  })

  it('refreshes by itself where no script runs', () => {
    assert.match(renderPage(state()), /<noscript><meta http-equiv="refresh" content="5"><\/noscript>/)
    assert.match(renderPage(null), /The rehearsal has not begun yet\./)
  })
})
