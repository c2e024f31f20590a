import assert from 'node:assert/strict'
import { PALETTE } from '../../../harness/report/html/palette.ts'

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

describe('the colours of the page', () => {
  const colour = (name: string, theme: number) => PALETTE[name]?.[theme] ?? assert.fail(name)

  for (const [theme, called] of ['light', 'dark'].entries()) {
    it(`tell text from what is behind it, in ${called}`, () => {
      for (const name of ['text', 'muted', 'link', 'go', 'no-go', 'unsure', 'blocker', 'concern', 'note'])
        for (const behind of ['page', 'surface']) {
          const found = contrast(colour(name, theme), colour(behind, theme))
          assert.ok(found >= 4.5, `${name} on ${behind}: ${found.toFixed(2)}`)
        }
      for (const name of ['go', 'no-go', 'unsure', 'note'])
        assert.ok(contrast(colour('on-badge', theme), colour(name, theme)) >= 4.5, `on a badge of ${name}`)
    })

    it(`tell series from the page, and from each other, in ${called}`, () => {
      const series = Object.keys(PALETTE).filter((name) => name.startsWith('series-'))
      assert.equal(series.length, 8)
      assert.equal(new Set(series.map((name) => colour(name, theme))).size, 8)
      for (const name of series) assert.ok(contrast(colour(name, theme), colour('surface', theme)) >= 3, name)
    })
  }
})
