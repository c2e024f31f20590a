import { deepEqual } from 'node:assert/strict'
import { MINIMAL, specFolder } from './folder.ts'

const FILES = {
  'scenario.ts': '',
  'migrations/1_a.up.sql': '',
  'migrations/1_a.down.sql': '',
  'migrations/2_b.up.sql': '',
}

/** A spec that goes up two files and down one, with these migrations declared as having no way back. */
function declaring(irreversible: string) {
  const steps = '{ migrate: { files: migrations } }, { migrate: { command: ./tool up } }'
  const down = 'way: down, steps: [migrate: { files: migrations, direction: down }]'
  return specFolder(
    `${MINIMAL.replace('steps: []', `steps: [${steps}]`)}rollback: { ${down}, irreversible: ${irreversible} }\n`,
    FILES,
  )
}

describe('migrations that are declared as irreversible', () => {
  it('are known to the probes by their file or their tool’s command, with the reason, and warned of no more', async () => {
    using spec = declaring('{ 2_b.up.sql: archived, ./tool up: it only adds }')
    const { probing, warnings } = await spec.read()
    deepEqual(probing.irreversible, { '2_b.up.sql': 'archived', './tool up': 'it only adds' })
    deepEqual(warnings, [])
    using path = declaring('{ migrations/2_b.up.sql: archived }')
    deepEqual((await path.read()).warnings, [])
  })

  it('are migrations of the upgrade', async () => {
    using spec = declaring('{ 2_a.up.sql: archived }')
    deepEqual(await spec.complaints(), [
      '6:110  rollback.irreversible["2_a.up.sql"]: expected a migration of the upgrade before its reason, found 2_a.up.sql (did you mean 1_a.up.sql?)',
    ])
  })

  it('have a reason', async () => {
    using spec = declaring('{ 2_b.up.sql: "" }')
    deepEqual(await spec.complaints(), ['6:110  rollback.irreversible["2_b.up.sql"]: expected text, found ""'])
  })
})
