import assert from 'node:assert/strict'
import { Histogram } from '../../harness/model/histogram.ts'

describe('Histogram', () => {
  it('answers quantiles within 1 % of the exact ones from 0.1 ms to 100 s', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => 0.1 * 10 ** ((((index * 7919) % 10_000) / 10_000) * 6))
    const sorted = values.toSorted((a, b) => a - b)
    const histogram = filled(values)
    for (const q of [0.001, 0.1, 0.5, 0.9, 0.99, 0.999]) {
      const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? 0
      assert.ok(Math.abs((histogram.quantile(q) ?? 0) - exact) / exact <= 0.0101, `q ${q}`)
    }
  })

  it('keeps the maximum exact, and answers it for the last rank', () => {
    const histogram = filled([1, 2, 1234.5678])
    assert.equal(histogram.maxMs, 1234.5678)
    assert.equal(histogram.quantile(1), 1234.5678)
    assert.equal(histogram.quantile(0.99), 1234.5678)
  })

  it('answers null where nothing was added', () => {
    assert.equal(new Histogram().quantile(0.5), null)
    assert.equal(new Histogram().maxMs, null)
  })

  it('counts what lies outside its range at its ends', () => {
    const histogram = filled([0, 0.05, -3, 500_000])
    assert.equal(histogram.count, 4)
    assert.equal(histogram.quantile(0.5), 0.1)
    assert.equal(histogram.quantile(1), 500_000)
  })

  it('merges into what one histogram of all values would be', () => {
    const [one, other] = [filled([1, 5, 9]), filled([0.2, 80, 7000])]
    one.merge(other)
    assert.deepEqual(one.toJSON(), filled([1, 5, 9, 0.2, 80, 7000]).toJSON())
    assert.equal(one.count, 6)
  })

  it('comes back from JSON as it was', () => {
    const histogram = filled([3, 4, 4, 900])
    const copy = Histogram.from(JSON.parse(JSON.stringify(histogram)))
    assert.deepEqual(copy.toJSON(), histogram.toJSON())
    assert.equal(copy.count, 4)
  })
})

function filled(values: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const value of values) histogram.add(value)
  return histogram
}
