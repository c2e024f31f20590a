import assert from 'node:assert/strict'
import { durationSetting, lockTimeouts } from '../../harness/companions/lock-timeout.ts'

describe('lock_timeout told from statements', () => {
  const atLast = (...statements: readonly string[]) => lockTimeouts([...statements, 'SELECT 1'], 0).at(-1)

  it('reads settings as SQL writes them', () => {
    assert.deepEqual(['500', '2s', '1min', '0', '1 s', 'soon'].map(durationSetting), [
      500,
      2_000,
      60_000,
      0,
      1_000,
      null,
    ])
  })

  it('follows SET, RESET and set_config', () => {
    assert.equal(atLast("SET lock_timeout = '2s'"), 2_000)
    assert.equal(atLast('set session lock_timeout to 300;'), 300)
    assert.equal(atLast("SET lock_timeout = '2s'", "SELECT set_config('lock_timeout', '0', false)"), 0)
    assert.equal(atLast("SET lock_timeout = '2s'", 'RESET ALL'), 0)
    assert.equal(atLast("SET lock_timeout = '2s'", 'SET lock_timeout TO DEFAULT'), 0)
  })

  it('forgets what was local, and what was rolled back', () => {
    assert.equal(atLast('BEGIN', "SET LOCAL lock_timeout = '2s'"), 2_000)
    assert.equal(atLast('BEGIN', "SET LOCAL lock_timeout = '2s'", 'COMMIT'), 0)
    assert.equal(atLast("SET LOCAL lock_timeout = '2s'"), 0)
    assert.equal(atLast('BEGIN', "SET lock_timeout = '2s'", 'ROLLBACK'), 0)
    assert.equal(atLast('BEGIN', "SET lock_timeout = '2s'", 'ROLLBACK TO here'), 2_000)
  })
})
