import assert from 'node:assert/strict'
import { toHtml } from 'hast-util-to-html'
import { sparkline } from '../../../harness/report/html/sparkline.ts'
import { reachOf, whisker } from '../../../harness/report/html/whisker.ts'

const MARGIN = 0.25

describe('a whisker', () => {
  const drawn = (low: number | null, high: number | null) =>
    toHtml(whisker({ effect: 0.1, low, high, margin: MARGIN }, 0.5, 'a name'))

  it('has its line from bound to bound on a scale whose middle is no change', () => {
    assert.match(drawn(-0.25, 0.5), /<line class="bounds" x1="42" x2="168" y1="10" y2="10"/)
    assert.match(drawn(-0.25, 0.5), /<line class="zero" x1="84" x2="84"/)
  })

  it('ends in an arrow where nothing bounds it, or where it goes on beyond the picture', () => {
    assert.equal(drawn(-0.25, null).match(/<path/g)?.length, 1)
    assert.equal(drawn(null, 3).match(/<path/g)?.length, 2)
    assert.equal(drawn(-0.5, 0.5).match(/<path/g), null)
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
