import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Session } from '../../harness/database/session.ts'
import type { DatabaseAddress, DatabaseDescription } from '../../harness/model/stage.ts'
import { type PostgresServer, startPostgres } from '../../harness/staging/postgres/server.ts'

export interface TestServer extends AsyncDisposable {
  readonly address: DatabaseAddress
  /** A new, empty database on the server. */
  createDatabase(): Promise<DatabaseAddress>
  session(address?: DatabaseAddress): Promise<Session>
}

/** A PostgreSQL of its own for a test file, on loopback. */
export async function startTestServer(
  version: DatabaseDescription['version'] = 17,
  settings: DatabaseDescription['settings'] = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'test-postgres-'))
  chmodSync(folder, 0o755)
  const description: DatabaseDescription = {
    version,
    image: `postgres:${version}`,
    name: 'app',
    user: 'app',
    password: 'rehearsal',
    // Tests ask what is done, not how long the disk takes.
    settings: { fsync: 'off', ...settings },
  }
  const server: PostgresServer = await startPostgres({
    description,
    folder,
    logFile: join(folder, 'postgres.log'),
    marks: {},
    progress: () => undefined,
    signal: new AbortController().signal,
  })
  const { address } = server
  return {
    address,
    session: (other = address) => connect(other, 'test'),
    async createDatabase() {
      const database = `test_${randomBytes(4).toString('hex')}`
      await using session = await connect({ ...address, database: 'postgres' }, 'test')
      await session.query(`CREATE DATABASE ${database}`)
      return { ...address, database }
    },
    async [Symbol.asyncDispose]() {
      await server.running.stop(0)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
