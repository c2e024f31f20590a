import assert from 'node:assert/strict'
import { unwrapped } from '../../../harness/commands/stairway/unwrapped.ts'
import type { LaidOutMigration, Script } from '../../../harness/migrator/layouts/layout.ts'
import { readyParser } from '../../../harness/sql/parse.ts'

describe('files that are applied without a transaction, unasked', () => {
  before(readyParser)

  const script = (file: string, text: string, transaction: Script['transaction'] = true): Script => {
    return { file, text, transaction }
  }
  const INDEX = 'CREATE INDEX CONCURRENTLY i ON t (a)'

  it('are those that hold what no transaction block admits, whichever way they go', () => {
    const migrations: readonly LaidOutMigration[] = [
      { name: '1', up: script('1.up.sql', 'ALTER TABLE t ADD a int'), down: script('1.down.sql', 'VACUUM t') },
      { name: '2', up: script('2.up.sql', `SELECT 1; ${INDEX}`), down: null },
    ]
    assert.deepEqual(unwrapped(migrations), ['1.down.sql', '2.up.sql'])
  })

  it('are none whose tool has a rule for it, or that begin and commit by themselves', () => {
    const texts = [script('1', INDEX, 'always'), script('2', INDEX, false), script('3', `BEGIN; COMMIT; ${INDEX}`)]
    assert.deepEqual(unwrapped(texts.map((up) => ({ name: up.file, up, down: null }))), [])
  })
})
