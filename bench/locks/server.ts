import { startTestServer, type TestServer } from '../../test/live/postgres.ts'

/** What would come and go by itself and fall into one run of a pair. */
const STEADY = { autovacuum: 'off', max_wal_size: '16GB', checkpoint_timeout: '1h' }

/** A server that does nothing on its own account. */
export async function startSteadyServer(): Promise<TestServer> {
  const server = await startTestServer(17)
  await using session = await server.session()
  for (const [name, value] of Object.entries(STEADY)) await session.run(`ALTER SYSTEM SET ${name} = '${value}'`)
  await session.run('SELECT pg_reload_conf()')
  return server
}
