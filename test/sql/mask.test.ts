import assert from 'node:assert/strict'
import { maskLiterals } from '../../harness/sql/mask.ts'

describe('maskLiterals', () => {
  it('keeps the value of a timeout, which is no secret, and drops a last semicolon', () => {
    assert.equal(maskLiterals("SET LOCAL lock_timeout = '2s';"), "SET LOCAL lock_timeout = '2s'")
    assert.equal(maskLiterals('-- not long\nSET statement_timeout TO 0'), 'SET statement_timeout TO 0')
    assert.equal(maskLiterals("SET app.token = 'secret' ;"), 'SET app.token = ?')
  })

  it('keeps it among other statements of a line, and in any spelling', () => {
    assert.equal(maskLiterals("SET lock_timeout = '2s'; SELECT 'secret'"), "SET lock_timeout = '2s'; SELECT ?")
    assert.equal(
      maskLiterals("BEGIN; SET LOCAL lock_timeout='1s'; SET statement_timeout TO 0;UPDATE t SET a = 1; COMMIT;"),
      "BEGIN; SET LOCAL lock_timeout='1s'; SET statement_timeout TO 0;UPDATE t SET a = ?; COMMIT",
    )
  })

  it('masks what only looks like a timeout', () => {
    assert.equal(maskLiterals("SELECT 1 ? 'set lock_timeout = 5'"), 'SELECT ? ? ?')
    assert.equal(maskLiterals("UPDATE t SET lock_timeout = '2s'"), 'UPDATE t SET lock_timeout = ?')
    assert.equal(maskLiterals("SET lock_timeout = '2s' || 'secret'"), 'SET lock_timeout = ? || ?')
    assert.equal(maskLiterals('SET a\uE0000\uE000_timeout = 5'), 'SET a0_timeout = 5')
  })
})
