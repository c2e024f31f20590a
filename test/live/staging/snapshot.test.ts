import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { connect } from '../../../harness/database/session.ts'
import type { DatabaseAddress, StageDescription } from '../../../harness/model/stage.ts'
import { hasEngine } from '../engine.ts'
import { smallStage } from './description.ts'
import { staged } from './stage.ts'

/** Nothing but the database: what is kept and put back is its data directory. */
function alone(version: 16 | 17 | 18): StageDescription {
  const { database } = smallStage({ version, image: `postgres:${version}` })
  return { database, services: [], partners: [] }
}

async function run(address: DatabaseAddress, sql: string): Promise<void> {
  await using session = await connect(address, 'test')
  await session.run(sql)
}

async function numbers(address: DatabaseAddress): Promise<readonly number[]> {
  await using session = await connect(address, 'test')
  return (await session.query<{ n: number }>('SELECT n FROM kept ORDER BY n')).map(({ n }) => n)
}

function docker(...args: readonly string[]): readonly string[] {
  return execFileSync('docker', args, { encoding: 'utf8' }).split(/\s+/).filter(Boolean)
}

function volumesOf(run: string): readonly string[] {
  const containers = docker('ps', '-aq', '--filter', `label=fulldress.run=${run}`)
  return docker('inspect', '--format', '{{range .Mounts}}{{.Name}} {{end}}', ...containers)
}

for (const [runtime, version] of [
  ['processes', 17],
  ['containers', 17],
] as const) {
  describe(`a snapshot of PostgreSQL ${version} in ${runtime}`, function () {
    this.timeout(60_000)

    before(function () {
      if (runtime === 'containers' && !hasEngine()) this.skip()
    })

    it('brings back what was committed before it, and nothing that came after', async () => {
      await using stage = await staged(runtime, alone(version))
      const { copy } = stage
      const { database } = copy
      await run(database, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)')
      // Somebody writes all the while, as clients do.
      await using writer = await connect(database, 'writer')
      let writing = true
      let last = 1
      const writes = (async () => {
        while (writing) await writer.query('INSERT INTO kept VALUES ($1)', [++last])
      })()
      const takenAt = await copy.takeSnapshot()
      const lastBefore = last
      assert.ok(takenAt <= Date.now())
      writing = false
      await writes
      await run(database, 'INSERT INTO kept VALUES (-1); CREATE TABLE later (n int)')
      await copy.restoreSnapshot()
      const found = await numbers(database)
      assert.equal(found.includes(-1), false)
      assert.ok(found.length > 1)
      assert.deepEqual(
        found,
        found.map((_, index) => index + 1),
      )
      assert.ok(found.length <= lastBefore + 1, `${found.length} rows of ${lastBefore}`)
      await assert.rejects(run(database, 'SELECT FROM later'), /relation "later" does not exist/)
      // It can be restored again, and its death counts as before.
      await run(database, 'INSERT INTO kept VALUES (-2)')
      await copy.restoreSnapshot()
      assert.deepEqual(await numbers(database), found)
      const end = "COPY (SELECT 1) TO PROGRAM 'kill -QUIT $(head -1 postmaster.pid)'"
      await run(database, end).catch(() => undefined)
      await assert.rejects(copy.death, /^RehearsalError: expected the database to run until the end of the rehearsal/)
      if (runtime === 'processes') return
      const volumes = volumesOf(stage.id)
      assert.notEqual(volumes.length, 0)
      await copy[Symbol.asyncDispose]()
      const left = docker('volume', 'ls', '-q').filter((name) => volumes.includes(name))
      assert.deepEqual(left, [])
    })
  })
}
