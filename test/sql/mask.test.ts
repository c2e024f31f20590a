import assert from 'node:assert/strict'
import { maskLiterals } from '../../harness/sql/mask.ts'

describe('maskLiterals', () => {
  it('keeps the value of a timeout, which is no secret, and drops a last semicolon', () => {
    assert.equal(maskLiterals("SET LOCAL lock_timeout = '2s';"), "SET LOCAL lock_timeout = '2s'")
    assert.equal(maskLiterals('-- not long\nSET statement_timeout TO 0'), 'SET statement_timeout TO 0')
    assert.equal(maskLiterals("SET app.token = 'secret' ;"), 'SET app.token = ?')
    assert.equal(maskLiterals("SET lock_timeout = '2s'; SELECT 'secret'"), 'SET lock_timeout = ?; SELECT ?')
  })
})
