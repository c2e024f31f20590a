import assert from 'node:assert/strict'
import { toHtml } from 'hast-util-to-html'
import type { Entry } from '../../../harness/model/evidence.ts'
import type { Timeline } from '../../../harness/model/timeline.ts'
import { timeline } from '../../../harness/report/sections/timeline.ts'
import { act, held, journal, phase, started, wholeRehearsal } from '../../checks/journal.ts'
import { jammed, recordedTimeline, seenOf } from '../timeline/recorded.ts'

describe('the timeline of the report', () => {
  it('draws a lock over the stall that it caused, and leads from it to its statement, queue and requests', () => {
    const html = render(jammed(), recordedTimeline())
    const seq = /href="#lock-(\d+)"/.exec(html)?.[1]
    assert.match(html, /ACCESS EXCLUSIVE on orders, held 2100 ms from 31\.0 s, in upgrade/)
    const detail = html.slice(html.indexOf(`id="lock-${seq}"`))
    assert.match(detail, /Taken by migrations\/003-add-total\.up\.sql:4: <code>ALTER TABLE orders ALTER COLUMN/)
    assert.match(detail, /pid 90\) waited 2088 ms for ROW EXCLUSIVE.*<ul><li>.*pid 91/s)
    assert.match(detail, /POST \/orders<\/th><td>212 stalled, longest 2140 ms/)
  })

  it('puts no words where another bar may stand, and names acts on two lines in turn', () => {
    const html = render(jammed(), recordedTimeline())
    const lanes = html.split('<g class="timeline-lane">').slice(1)
    const bars = (lane: string) => [...lane.matchAll(/<rect [^>]*timeline-bar is-(?!wait)/g)].length
    for (const lane of lanes) assert.equal(lane.includes('timeline-beside'), bars(lane) === 1, lane)
    const names = [...html.matchAll(/<svg class="timeline-named"[^>]*>.*?<text [^>]*y="(\d+)"[^>]*>([a-z]+)/g)]
    assert.deepEqual(
      names.slice(0, 3).map(([, y, name]) => [name, y]),
      [
        ['baseline', '12'],
        ['upgrade', '26'],
        ['soak', '12'],
      ],
    )
  })

  it('leads to nothing that is not there, and names nothing twice', () => {
    const html = render(jammed(), recordedTimeline())
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual(
      links.filter((id) => !ids.includes(id)),
      [],
    )
  })

  it('begins with the endpoint that stalled worst', () => {
    assert.match(render(jammed(), recordedTimeline()), /<option value="1" selected>POST \/orders<\/option>/)
  })

  it('tells no quantile of fewer requests than it needs', () => {
    const html = render(wholeRehearsal(), null)
    assert.match(html, /<td>baseline<\/td>.*?400.*?8 ms.*?too few.*?too few.*?90 ms/s)
  })

  it('says that requests over time were not recorded, and whether they once were', () => {
    assert.match(render(wholeRehearsal(), null), /Not recorded: the journal names no file with the requests over time/)
    const file = { file: 'k6/timeline.json', sha256: '0'.repeat(64) }
    const fact = { kind: 'traffic.timeline', file, stretches: 3, endpoints: 1 } as const
    const named = wholeRehearsal({ soak: [phase('soak'), fact] })
    assert.match(render(named, null), /Not recorded: the file with the requests over time is gone, or is not the one/)
  })

  it('says that locks were not watched, and when they were and none was seen', () => {
    const blind = wholeRehearsal({
      upgrade: [{ kind: 'locks.unwatched', reason: 'permission denied' }, phase('upgrade')],
    })
    assert.match(render(blind, null), /Not recorded: locks were not watched: permission denied/)
    assert.match(render(wholeRehearsal(), null), /No strong lock on a relation in use was seen/)
  })

  it('is absent where nothing was rehearsed, and says so where it ended before any request', () => {
    assert.equal(timeline.render(seenOf(journal(held(0, 1)), null)), null)
    const early = journal(started(), ...act('stage', { status: 'failed' }))
    assert.match(render(early, null), /Not recorded: the rehearsal ended before any request was sent/)
  })

  it('shows names as text, whatever is in them', () => {
    const hostile = '"><script>alert(1)</script>'
    const html = render(jammed(held(20_000, 21_000, { relation: hostile })), recordedTimeline(hostile))
    assert.ok(!html.includes('<script>alert'))
    assert.ok(html.includes('&#x3C;script>alert(1)'))
  })

  it('has no style attribute, which the page forbids', () => {
    assert.doesNotMatch(render(jammed(), recordedTimeline()), / style=/)
  })
})

function render(entries: readonly Entry[], recorded: Timeline | null): string {
  const content = timeline.render(seenOf(entries, recorded))
  assert.ok(content)
  const html = content.map((part) => toHtml(part)).join('\n')
  assert.doesNotMatch(html, /undefined|NaN|\[object/)
  return html
}
