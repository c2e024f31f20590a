import assert from 'node:assert/strict'
import { toHtml } from 'hast-util-to-html'
import { badge, number, table } from '../../../harness/report/html/markup.ts'

describe('a table of the page', () => {
  it('is headed by its first column, and marks the cells of numbers', () => {
    assert.equal(
      toHtml(table(['what', 'took'], [['orders', number('2 ms')]], 'All')),
      '<table><caption>All</caption><thead><tr><th scope="col">what</th><th scope="col">took</th></tr></thead>' +
        '<tbody><tr><th scope="row">orders</th><td class="number">2 ms</td></tr></tbody></table>',
    )
  })

  it('has no heading without a word', () => {
    assert.match(
      toHtml(table(['a', 'b'], [['', badge('passed')]])),
      /<tbody><tr><td><\/td><td><span class="badge is-passed">/,
    )
  })
})
