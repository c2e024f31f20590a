import assert from 'node:assert/strict'
import { toHtml } from 'hast-util-to-html'
import { sparkline } from '../../../harness/report/html/sparkline.ts'
import { reachOf, whisker } from '../../../harness/report/html/whisker.ts'

const MARGIN = 0.25

describe('a whisker', () => {
  const drawn = (low: number | null, high: number | null) =>
    toHtml(whisker({ effect: 0.1, low, high, margin: MARGIN }, 0.5, 'a name'))

  it('has its line from bound to bound on a scale whose middle is no change', () => {
    assert.match(drawn(-0.25, 0.5), /<path d="M42 10H168M42 6v8M168 6v8">/)
    assert.match(drawn(-0.25, 0.5), /<path class="zero" d="M84 0V20">/)
  })

  it('ends in an arrow where nothing bounds it, or where it goes on beyond the picture', () => {
    assert.match(drawn(-0.25, null), /<path d="M42 10H168M42 6v8M162 6L168 10l-6 4">/)
    assert.match(drawn(null, 3), /<path d="M0 10H168M6 6L0 10l6 4M162 6L168 10l-6 4">/)
  })

  it('is worse only where all of it is above no change', () => {
    assert.match(drawn(0.01, 0.2), /class="whisker is-worse"/)
    assert.match(drawn(0, 0.2), /class="whisker is-open"/)
    assert.match(drawn(-0.3, -0.1), /class="whisker is-better"/)
  })

  it('shares its scale with all that stand with it, within a limit', () => {
    const one = { effect: 0.1, low: -0.1, high: 0.7, margin: MARGIN }
    assert.equal(reachOf([one], 2), 0.7)
    assert.equal(reachOf([{ ...one, high: 9 }], 2), 2)
    assert.equal(reachOf([{ ...one, high: null }], 2), 0.5)
    assert.equal(reachOf([], 2), 1)
  })
})

describe('a sparkline', () => {
  it('goes from the oldest to the newest, the highest at the top', () => {
    assert.match(toHtml(sparkline([1, 3, 2], 'n')), /points="3\.0,21\.0 60\.0,3\.0 117\.0,12\.0"/)
  })

  it('is a line in the middle where nothing ever changed', () => {
    assert.match(toHtml(sparkline([2, 2], 'n')), /points="3\.0,12\.0 117\.0,12\.0"/)
  })
})
