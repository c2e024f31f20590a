import assert from 'node:assert/strict'
import { refuseUnlessAlone } from '../../../harness/database/lone-server.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('a server that the operator lends', function () {
  this.timeout(60_000)
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
  })

  it('is taken where nobody else is on it', async () => {
    await refuseUnlessAlone(server.address)
  })

  it('is refused while somebody else is connected, in whatever database', async () => {
    await using other = await server.session({ ...server.address, database: 'postgres' })
    await assert.rejects(refuseUnlessAlone(server.address), {
      code: 'database-refused',
      message: `expected nobody else on the server behind --database, found test (pid ${other.pid}, database postgres)`,
    })
  })

  it('is refused beyond loopback before a connection is tried', async () => {
    await assert.rejects(refuseUnlessAlone({ ...server.address, host: 'db.example' }), {
      message: 'expected --database to name a server on loopback, found the host db.example',
    })
  })

  it('is refused to a role that is no superuser', async () => {
    {
      await using session = await server.session()
      await session.run("CREATE ROLE ordinary LOGIN PASSWORD 'x'")
    }
    await assert.rejects(refuseUnlessAlone({ ...server.address, user: 'ordinary', password: 'x' }), {
      message: 'expected ordinary to be a superuser of the server behind --database, found an ordinary role',
    })
  })

  it('is refused where a replication slot is there to be served', async () => {
    await using session = await server.session()
    await session.run("SELECT pg_create_physical_replication_slot('replica', true)")
    try {
      await session[Symbol.asyncDispose]()
      await assert.rejects(refuseUnlessAlone(server.address), {
        message: 'expected a server without replicas behind --database, found replication clients or slots',
      })
    } finally {
      await using again = await server.session()
      await again.run("SELECT pg_drop_replication_slot('replica')")
    }
  })
})
