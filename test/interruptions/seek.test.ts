import assert from 'node:assert/strict'
import { seek } from '../../harness/interruptions/seek.ts'
import type { Boundary } from '../../harness/locks/proxy/proxy.ts'
import { readyParser } from '../../harness/sql/parse.ts'
import { scriptOf } from './script.ts'

/** Which of the statements of a run is taken for the target, counted from 0; null for none. */
function found(script: ReturnType<typeof scriptOf>, position: number, run: readonly string[]): number | null {
  const isTarget = seek(script, script[position] as (typeof script)[number])
  const at = run.findIndex((sql, index) =>
    isTarget({ connection: 1, pid: 77, index, sql, moment: 'begins', failed: false, cut: () => undefined } as Boundary),
  )
  return at < 0 ? null : at
}

describe('a statement that is sought in another run', () => {
  before(readyParser)

  const first = ['BEGIN', 'CREATE TABLE a ()', 'INSERT INTO done VALUES (1)', 'COMMIT']
  const second = ['BEGIN', 'CREATE TABLE b ()', 'INSERT INTO done VALUES (2)', 'COMMIT']

  it('is the same in a run that begins anew', () => {
    const script = scriptOf(['SELECT * FROM done'], first, second)
    const run = script.map(({ sql }) => sql)
    assert.deepEqual(
      script.map(({ position }) => found(script, position, run)),
      script.map(({ position }) => position),
    )
  })

  it('is found by the text before it where a tool goes on from its history', () => {
    const script = scriptOf(['SELECT * FROM done'], first, second)
    assert.equal(found(script, 7, ['SELECT * FROM done', ...second]), 3)
  })

  it('is not there where the tool was done with it', () => {
    const script = scriptOf(['SELECT * FROM done'], first, second)
    assert.equal(found(script, 2, ['SELECT * FROM done', ...second]), null)
  })

  it('is counted from the beginning where no text occurs once', () => {
    const script = scriptOf(['SELECT 1'], ['SELECT 1'], ['SELECT 1'])
    assert.equal(found(script, 1, ['SELECT 1', 'SELECT 2', 'SELECT 3']), 1)
  })
})
