import assert from 'node:assert/strict'
import { exitMeaning } from '../../harness/traffic/exit.ts'

describe("k6's exit codes", () => {
  it('keeps each apart from the others', () => {
    const meanings = [0, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110].map(
      (code) => exitMeaning(code, null, true).meaning,
    )
    assert.equal(new Set(meanings).size, meanings.length)
  })

  it('takes an end from inside as expected only where it was asked for', () => {
    assert.deepEqual(exitMeaning(108, null, true), { meaning: 'ended from inside', asExpected: true })
    assert.deepEqual(exitMeaning(108, null, false), { meaning: 'a script ended the test', asExpected: false })
    assert.equal(exitMeaning(99, null, false).asExpected, false)
  })

  it('never takes a signal or an unknown code as expected', () => {
    assert.deepEqual(exitMeaning(null, 'SIGKILL', true), { meaning: 'killed by SIGKILL', asExpected: false })
    assert.deepEqual(exitMeaning(42, null, true), { meaning: 'exit code 42, unknown to fulldress', asExpected: false })
  })
})
