import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { entriesOf } from '../../../harness/model/evidence.ts'
import { hasEngine } from '../engine.ts'
import { packagesOf } from '../packages.ts'
import { playActs } from './played-acts.ts'
import { tiny } from './tiny.ts'

/** A migration tool as there are many: connects where DATABASE_URL says, and sends whole files. */
const TOOL = `
  import pg from 'pg'
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query(process.argv[2] === 'up'
    ? "SET lock_timeout = '1s'; ALTER TABLE items ADD COLUMN note text; CREATE INDEX items_note ON items (note)"
    : 'ALTER TABLE items DROP COLUMN note')
  await client.end()
`

describe('a migration tool in a rehearsal', function () {
  this.timeout(160_000)

  // Through the front's tunnel where there is an engine: that is the longer way.
  const runtime = hasEngine() ? 'containers' : 'processes'
  it(`is traced statement by statement under load, in ${runtime}`, async () => {
    using rehearsal = tiny()
    const folder = dirname(rehearsal.spec)
    for (const name of packagesOf('pg'))
      cpSync(join('node_modules', name), join(folder, 'node_modules', name), { recursive: true })
    rehearsal.write('migrate.mjs', TOOL)
    rehearsal.edit(
      '- migrate: { files: migrations, lockTimeout: 1s, retries: 3 }',
      '- migrate: { command: node migrate.mjs up, in: web@1 }',
    )
    rehearsal.edit(
      '- migrate: { files: migrations, direction: down }',
      '- migrate: { command: node migrate.mjs down, in: web@1 }',
    )
    // The probes would run the tool in dozens of containers, on clones where no load is.
    const journal = await playActs(rehearsal, runtime, ['stage', 'seed', 'baseline', 'upgrade', 'rollback'])
    const steps = entriesOf(journal, 'step.ended').map(({ label, ok, reason }) => ({ label, ok, reason }))
    assert.deepEqual(
      steps.map(({ label, ok }) => [label.split(' ')[0], ok]),
      [
        ['migrate', true],
        ['service', true],
        ['service', true],
        ['migrate', true],
      ],
      JSON.stringify(steps),
    )
    const traces = entriesOf(journal, 'step.traced')
    assert.deepEqual(
      traces.map(({ act, inexact, troubles }) => ({ act, inexact, troubles })),
      [
        { act: 'upgrade', inexact: 0, troubles: [] },
        { act: 'rollback', inexact: 0, troubles: [] },
      ],
    )
    const told = entriesOf(journal, 'statement.traced').filter(({ act }) => act !== undefined)
    assert.deepEqual(
      told.map(({ act, statement, locks }) => [
        act,
        statement,
        locks.filter(({ relation, existed }) => relation === 'items' && existed).map(({ mode }) => mode),
      ]),
      [
        ['upgrade', 'ALTER TABLE items ADD COLUMN note text', ['AccessExclusiveLock']],
        ['upgrade', 'CREATE INDEX items_note ON items (note)', ['ShareLock']],
        ['rollback', 'ALTER TABLE items DROP COLUMN note', ['AccessExclusiveLock']],
      ],
    )
  })
})
