import assert from 'node:assert/strict'
import { measureWaits } from '../../../../bench/waits/measure.ts'

// The bar `waits` in small: `npm run bar -- waits` asks the same of 500 waits and more.
describe('the record of lock waits', () => {
  it('holds the waits that the server’s own log tells of, as long as they were', async function () {
    this.timeout(60_000)
    const { compared, invented } = await measureWaits({
      version: 17,
      sessions: 16,
      forMs: 6_000,
      seed: 3,
      act: 'steady',
    })
    const long = compared.filter(({ logged }) => logged.lengthMs >= 250)
    assert.ok(long.length >= 15, `only ${long.length} long waits`)
    assert.deepEqual(
      long.filter(({ record }) => record === null).map(({ logged }) => logged),
      [],
    )
    assert.deepEqual(
      compared.filter(({ record, beyondGapMs }) => record !== null && beyondGapMs > 0),
      [],
    )
    assert.equal(invented, 0)
  })
})
