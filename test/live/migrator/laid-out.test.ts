import assert from 'node:assert/strict'
import { applySql } from '../../../harness/migrator/apply.ts'
import { listSqlFiles } from '../../../harness/spec/sql-files.ts'
import { specFolder } from '../../spec/folder.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

const migration = (table: string) =>
  `-- migrate:up\nCREATE TABLE ${table} ();\n\n-- migrate:down\nDROP TABLE ${table};\n`

describe('applying migrations of a tool', function () {
  this.timeout(60_000)
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server[Symbol.asyncDispose]())

  it('takes of each file what goes this way, and of the folder what was asked for', async () => {
    using root = specFolder('', {
      'db/1_a.sql': migration('a'),
      'db/2_b.sql': migration('b'),
      'db/3_c.sql': migration('c'),
    })
    const apply = async (direction: 'up' | 'down', range: object) => {
      const listing = listSqlFiles({ files: 'db', ...range }, direction, root.folder)
      assert.ok('files' in listing)
      const how = { direction, lock: 'advisory', lockTimeoutMs: 400, retries: 1, timeoutMs: 10_000 } as const
      const signal = AbortSignal.timeout(20_000)
      const to = { address: server.address, root: root.folder, recordAs: null, progress: () => undefined, signal }
      await applySql({ ...to, sql: { ...listing, ...how } })
    }
    const tables = async () => {
      await using session = await server.session()
      const rows = await session.query<{ name: string }>(
        "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
      )
      return rows.map(({ name }) => name)
    }
    await apply('up', { upTo: '1_a.sql' })
    assert.deepEqual(await tables(), ['a'])
    await apply('up', { after: '1_a.sql' })
    assert.deepEqual(await tables(), ['a', 'b', 'c'])
    await apply('down', { after: '1_a.sql' })
    assert.deepEqual(await tables(), ['a'])
  })
})
