import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

/** For all tests of a suite: a server with one database on which stairs stand. Asked for within a test. */
export function groundOf(base: string): () => DatabaseAddress {
  let server: TestServer
  let ground: DatabaseAddress
  before(async () => {
    server = await startTestServer()
    ground = await server.createDatabase()
    await using session = await server.session(ground)
    await session.run(base)
  })
  after(() => server[Symbol.asyncDispose]())
  return () => ground
}
