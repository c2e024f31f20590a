import { deepEqual } from 'node:assert/strict'
import { MINIMAL, specFolder } from './folder.ts'

const UP = '- migrate: { files: migrations }'
const FILES = {
  'scenario.ts': '',
  'migrations/1_a.up.sql': '',
  'migrations/2_b.up.sql': '',
  'migrations/3_c.up.sql': '',
}
const DOWN = { 'migrations/1_a.down.sql': '', 'migrations/3_c.down.sql': '' }

async function warningsOf(rollback: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  using folder = specFolder(`${MINIMAL.replace('steps: []', `steps: [${UP.slice(2)}]`)}rollback: ${rollback}\n`, files)
  return (await folder.read()).warnings.map((warning) => warning.replaceAll('\\', '/'))
}

describe('the warnings of a spec', () => {
  it('name the up file whose down file was forgotten', async () => {
    const steps = '{ way: down, steps: [migrate: { files: migrations, direction: down }] }'
    deepEqual(await warningsOf(steps, { ...FILES, ...DOWN }), [
      'migrations/2_b.up.sql has no 2_b.down.sql beside it, as other files of its folder have: the rollback will not undo it',
    ])
  })

  it('are none where no file of the folder has a down file, or nothing is to be undone', async () => {
    deepEqual(await warningsOf('{ way: down, steps: [run: ./undo.sh] }', FILES), [])
    deepEqual(await warningsOf('{ way: none, reason: one way }', { ...FILES, ...DOWN }), [])
  })
})
