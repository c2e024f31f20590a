import assert from 'node:assert/strict'
import { toHtml } from 'hast-util-to-html'
import { CHECKS } from '../../../harness/checks/index.ts'
import { checks } from '../../../harness/report/sections/checks.ts'
import { fixture, seenOf } from '../html/rendered.ts'

describe('the checks in report.html', () => {
  const html = toHtml([...(checks.render(seenOf(fixture('as-delivered'))) ?? [])])

  it('are all there, what was found first', () => {
    assert.equal([...html.matchAll(/<tr><th scope="row">/g)].length, CHECKS.length)
    const order = [...html.matchAll(/class="badge is-(found|unknown|passed|not-asked)[" ]/g)].map(
      ([, ruling]) => ruling,
    )
    assert.deepEqual(
      order,
      order.toSorted((one, other) => rank(one) - rank(other)),
    )
  })

  it('can be chosen by ruling, with as many as there are beside it', () => {
    const words = [...html.matchAll(/<input[^>]*>([a-z ]+ \d+)/g)].map(([, text]) => text)
    assert.equal(words[0], `all ${CHECKS.length}`)
    assert.equal(
      words.slice(1).reduce((sum, text) => sum + Number(text?.split(' ').at(-1)), 0),
      CHECKS.length,
    )
  })

  it('are not said to have passed where there was nothing to ask', () => {
    const [, row = ''] = html.split('slo-missed')
    assert.match(row.slice(0, row.indexOf('</tr>')), /badge is-not-asked">not asked<.*the spec names no slo\.yaml/)
  })
})

function rank(ruling: string | undefined): number {
  return ['found', 'unknown', 'passed', 'not-asked'].indexOf(ruling ?? '')
}
