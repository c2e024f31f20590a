import assert from 'node:assert/strict'
import { Script } from 'node:vm'
import { readPageAssets } from '../../harness/commands/page-assets.ts'

describe('what report.html carries for the browser', () => {
  const { script, chart } = readPageAssets()

  it('is the scripts of report/browser, without types, and without what only a module may have', () => {
    assert.match(script, /function readData/)
    assert.doesNotThrow(() => new Script(script))
  })

  it('is the chart library as a global, with its rules', () => {
    assert.match(chart.script, /^\/\*! https:\/\/github\.com\/leeoniya\/uPlot|var uPlot/)
    assert.match(chart.style, /\.u-wrap/)
  })

  it('ends no script and no style of the page', () => {
    assert.doesNotMatch(script + chart.script + chart.style, /<\/(script|style)|<!--/i)
  })
})
