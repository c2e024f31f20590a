import assert from 'node:assert/strict'
import { Timestamps } from '../../harness/access-logs/formats/timestamps.ts'

describe('a time in an access log', () => {
  const at = Date.UTC(2026, 10, 21, 18, 25, 39)
  const cases: readonly (readonly [text: string, ms: number])[] = [
    ['21/Nov/2026:18:25:39 +0000', at],
    ['[21/Nov/2026:19:25:39 +0100]', at],
    ['21/Nov/2026:14:55:39 -0330', at],
    ['21/Nov/2026:18:25:39.250 +0000', at + 250],
    ['2026-11-21T18:25:39Z', at],
    ['2026-11-21T18:25:39.5Z', at + 500],
    ['2026-11-21T20:25:39.000123+02:00', at + 0.123],
    ['2026-11-21 18:25:39', at],
    ['1795285539', at],
    ['1795285539.250', at + 250],
    ['1795285539250', at + 250],
    ['1795285539250000', at + 250],
    ['Sat, 21 Nov 2026 18:25:39 GMT', at],
  ]
  for (const [text, ms] of cases) {
    it(`is read from ${text}`, () => {
      const bytes = Buffer.from(text)
      assert.ok(Math.abs(new Timestamps().read(bytes, 0, bytes.length) - ms) < 0.001)
    })
  }

  it('is none where a month or a day is not there', () => {
    for (const text of ['21/Foo/2026:18:25:39 +0000', '2026-13-21T18:25:39Z', '2026-11-21Tno:no:noZ', 'yesterday']) {
      const bytes = Buffer.from(text)
      assert.ok(Number.isNaN(new Timestamps().read(bytes, 0, bytes.length)), text)
    }
  })

  it('follows the zone as it changes from line to line', () => {
    const timestamps = new Timestamps()
    const read = (text: string) => timestamps.read(Buffer.from(text), 0, text.length)
    assert.equal(read('21/Nov/2026:19:25:39 +0100'), at)
    assert.equal(read('21/Nov/2026:17:25:39 -0100'), at)
    assert.equal(read('21/Nov/2026:18:25:39 +0000'), at)
  })
})
