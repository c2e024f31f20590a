import { createClone, dropDatabase } from '../../../harness/database/clone.ts'
import type { Session } from '../../../harness/database/session.ts'
import type { DatabaseAddress, DatabaseDescription } from '../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

/** A database for the tests of one `describe`, and twins of it to which something was done. */
export interface Twins {
  readonly address: DatabaseAddress
  session(): Promise<Session>
  /** What `look` makes of a clone after these statements; the clone is gone by then. */
  after<T>(statements: string, look: (clone: DatabaseAddress) => Promise<T>): Promise<T>
}

/** Starts a server before the tests of this `describe` and stops it after them. */
export function twinsOf(version: DatabaseDescription['version'], base: string): Twins {
  let server: TestServer
  before(async () => {
    server = await startTestServer(version)
    await using session = await server.session()
    await session.run(base)
  })
  after(() => server[Symbol.asyncDispose]())
  return {
    get address() {
      return server.address
    },
    session: () => server.session(),
    async after(statements, look) {
      const clone = { ...server.address, database: 'clone' }
      await createClone(server.address, server.address.database, clone.database)
      try {
        await using session = await server.session(clone)
        await session.run(statements)
        await session[Symbol.asyncDispose]()
        return await look(clone)
      } finally {
        await dropDatabase(server.address, clone.database)
      }
    },
  }
}
