import assert from 'node:assert/strict'
import { toHtml } from 'hast-util-to-html'
import { top } from '../../../harness/report/sections/top.ts'
import { comparedRun, DESIGN } from '../../checks/compared.ts'
import { journal, started, wholeRehearsal } from '../../checks/journal.ts'
import { fixture, seenOf, words } from '../html/rendered.ts'

function shown(entries: Parameters<typeof seenOf>[0]): { readonly html: string; readonly text: string } {
  const html = toHtml(top(seenOf(entries)))
  return { html, text: words(html).replace(/\s+/g, ' ') }
}

describe('the top of report.html', () => {
  it('says the verdict, how much was found, and the reasons in three sentences at most', () => {
    const { html, text } = shown(fixture('as-delivered'))
    assert.match(text, /^ Dress rehearsal of orders-v42 NO-GO 4 blockers, 1 note /)
    const [, reasons = ''] = /<ul class="reasons">(.*?)<\/ul>/s.exec(html) ?? []
    const count = [...reasons.matchAll(/<li>/g)].length
    assert.ok(count >= 1 && count <= 3, reasons)
  })

  it('shows the whole of a reason that is too long to be read at a glance', () => {
    const summary = `${'far '.repeat(80)}end`
    const finding = { check: 'a', severity: 'blocker', subject: 'x', summary, remedy: '', evidence: [] } as const
    const judgement = { verdict: 'no-go', checks: [], findings: [finding] } as const
    const html = toHtml(top({ ...seenOf(wholeRehearsal()), judgement }))
    const opened = /<li><details><summary>a, x: far [^<]* far …<\/summary><p>a, x: far [^<]* end\.<\/p><\/details>/
    assert.match(html, opened)
  })

  it('keeps what qualifies a GO in the headline', () => {
    const small = comparedRun({ design: { ...DESIGN, blocks: 12, blockMs: 1_667, atDesignSize: false } }).slice(-1)
    const { html } = shown(journal(...wholeRehearsal(), ...small))
    assert.match(html, /<span class="word">GO<\/span> <span class="rest">at this resolution: /)
    assert.match(shown(fixture('no-way-back')).html, /<span class="word">GO<\/span> <span class="rest">no way back/)
  })

  it('says beside the verdict what the run could not show, and how one would get back', () => {
    const first = started({ weaker: ['all share one kernel'], pointOfNoReturn: 'the first new write' })
    const { text } = shown(wholeRehearsal({ started: [first] }))
    assert.match(text, /Way back down Point of no return the first new write/)
    assert.match(text, /What this run could not show all share one kernel/)
  })

  it('names what nobody knows beside the blockers, with the way to it', () => {
    const killed = seenOf(fixture('killed-in-soak'))
    const finding = {
      check: 'a',
      severity: 'blocker',
      subject: 'x',
      summary: 'gone',
      remedy: '',
      evidence: [],
    } as const
    const judgement = { ...killed.judgement, verdict: 'no-go', findings: [finding] } as const
    const html = toHtml(top({ ...killed, judgement }))
    assert.match(words(html), /a, x: gone\.\s+Not known: \d+ checks that a GO needs\s*: rehearsal-completes, /)
    assert.ok(html.includes('href="#not-known"'))
    assert.doesNotMatch(shown(wholeRehearsal()).text, /Not known/)
  })

  it('says where the way back does not lead back, and that a window is no consent', () => {
    const finding = { severity: 'blocker', subject: 'x', summary: 'left behind', remedy: '', evidence: [] } as const
    const findings = [1, 2].map(() => ({ ...finding, check: 'rollback-restores-schema' }))
    const judgement = { verdict: 'no-go', checks: [], findings } as const
    const entries = wholeRehearsal({ started: [started({ pointOfNoReturn: 'the first new write' })] })
    const text = words(toHtml(top({ ...seenOf(entries), judgement }))).replace(/\s+/g, ' ')
    assert.match(text, /Way back down, which does not restore the schema \(2 differences\) /)
    assert.match(text, /Window No consent: this rehearsal said NO-GO\. Plan /)
    assert.doesNotMatch(shown(fixture('all-went-well')).text, /consent/)
  })
})
