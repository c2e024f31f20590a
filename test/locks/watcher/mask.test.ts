import assert from 'node:assert/strict'
import { maskStatement } from '../../../harness/locks/watcher/mask.ts'

describe('maskStatement', () => {
  it('masks a string that the server cut off', () => {
    assert.equal(
      maskStatement(`UPDATE "o'clock" SET a = 'x', note = 'a secret that goes`),
      `UPDATE "o'clock" SET a = ?, note = ?`,
    )
  })

  it('masks the same statement alike every time', () => {
    assert.deepEqual([maskStatement('SELECT 1'), maskStatement('SELECT 1')], ['SELECT ?', 'SELECT ?'])
  })
})
