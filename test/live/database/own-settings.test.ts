import assert from 'node:assert/strict'
import { createClone, dropDatabase } from '../../../harness/database/clone.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('settings of a database', function () {
  this.timeout(60_000)
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
  })

  it('go with its clone, lists of names and values with quotes included', async () => {
    const from = await server.createDatabase()
    const to = { ...from, database: `${from.database}_clone` }
    {
      await using session = await server.session()
      await session.run(`ALTER DATABASE ${from.database} SET timezone TO 'Asia/Tokyo'`)
      await session.run(`ALTER DATABASE ${from.database} SET search_path TO "$user", "odd name", public`)
      await session.run(`ALTER DATABASE ${from.database} SET app.tenant TO 'it''s = 1'`)
      await session.run(`ALTER ROLE app IN DATABASE ${from.database} SET lock_timeout TO '3s'`)
    }
    await createClone(server.address, from.database, to.database)
    const shown = async (database: typeof from) => {
      await using session = await server.session(database)
      return await session.query(
        `SELECT current_setting('timezone') AS zone, current_setting('search_path') AS path,
                current_setting('app.tenant') AS tenant, current_setting('lock_timeout') AS patience`,
      )
    }
    assert.deepEqual(await shown(to), [
      { zone: 'Asia/Tokyo', path: '"$user", "odd name", public', tenant: "it's = 1", patience: '3s' },
    ])
    assert.deepEqual(await shown(to), await shown(from))
    await dropDatabase(server.address, to.database)
  })
})
