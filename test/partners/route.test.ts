import assert from 'node:assert/strict'
import { pathPattern } from '../../harness/partners/route.ts'

describe('a path template', () => {
  it('matches one segment for each parameter, with or without a query', () => {
    const pattern = pathPattern('/charges/:id')
    assert.ok(pattern.test('/charges/42'))
    assert.ok(pattern.test('/charges/42?dry=1'))
    assert.ok(!pattern.test('/charges/'))
    assert.ok(!pattern.test('/charges/42/refunds'))
  })

  it('takes punctuation literally', () => {
    assert.ok(pathPattern('/v1.0/ping').test('/v1.0/ping'))
    assert.ok(!pathPattern('/v1.0/ping').test('/v1x0/ping'))
  })
})
