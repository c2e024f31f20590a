import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../../../harness/database/session.ts'
import { type Boundary, startTracing } from '../../../../harness/locks/proxy/proxy.ts'
import type { DatabaseAddress } from '../../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'

describe('whoever steps in at the boundaries of statements', () => {
  let server: TestServer

  before(async () => {
    server = await startTestServer(17)
  })

  after(() => server[Symbol.asyncDispose]())

  /** Runs texts one after another through a proxy, until one fails. */
  const through = async (
    address: DatabaseAddress,
    texts: readonly string[],
    onBoundary: (boundary: Boundary) => Promise<void>,
  ) => {
    await using proxy = await startTracing({
      ...{ server: address, onStatement: () => undefined, onTransaction: () => undefined, onTrouble: () => undefined },
      onBoundary,
    })
    const session = await connect(proxy.address, 'client')
    for (const text of texts) {
      const failed = await session.run(text).then(
        () => false,
        () => true,
      )
      if (failed) break
    }
    await session[Symbol.asyncDispose]()
    await using looker = await server.session(address)
    const clients = "SELECT FROM pg_stat_activity WHERE application_name = 'client' AND datname = current_database()"
    while ((await looker.query(clients)).length > 0) await sleep(20)
  }

  const tables = async (address: DatabaseAddress) => {
    await using session = await server.session(address)
    const rows = await session.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
    )
    return rows.map(({ name }) => name)
  }

  it('hears of each statement before it is sent, when it has run, and when the client may go on', async () => {
    const heard: string[] = []
    await through(
      await server.createDatabase(),
      ['CREATE TABLE a (); CREATE TABLE b ()', 'SELECT 1/0'],
      async (boundary) => {
        if (!boundary.sql.includes('pg_backend_pid'))
          heard.push(`${boundary.moment} ${boundary.sql} ${boundary.failed}`)
      },
    )
    assert.deepEqual(heard, [
      'begins CREATE TABLE a () false',
      'completed CREATE TABLE a () false',
      'begins CREATE TABLE b () false',
      'completed CREATE TABLE b () false',
      'ended CREATE TABLE b () false',
      'begins SELECT 1/0 false',
      'ended SELECT 1/0 true',
    ])
  })

  it('cuts a client off after a statement: what its transaction did is rolled back', async () => {
    const address = await server.createDatabase()
    await through(address, ['CREATE TABLE a ()', 'BEGIN', 'CREATE TABLE b ()', 'COMMIT'], async (boundary) => {
      if (boundary.moment === 'ended' && boundary.sql === 'CREATE TABLE b ()') boundary.cut()
    })
    assert.deepEqual(await tables(address), ['a'])
  })

  it('cuts a client off within a statement: the server completes and commits it', async () => {
    const address = await server.createDatabase()
    const slow = 'CREATE TABLE a AS SELECT pg_sleep(0.5)::text'
    await through(address, [slow, 'CREATE TABLE b ()'], async (boundary) => {
      if (boundary.moment === 'begins' && boundary.sql === slow) setTimeout(boundary.cut, 100)
    })
    assert.deepEqual(await tables(address), ['a'])
  })

  it('leaves nobody looking on for a backend that ended while its client was kept waiting', async () => {
    const address = await server.createDatabase()
    await through(address, ['CREATE TABLE a ()'], async (boundary) => {
      if (boundary.moment !== 'begins' || boundary.sql.includes('pg_backend_pid')) return
      await using administrator = await server.session(address)
      await administrator.query('SELECT pg_terminate_backend($1, 2000)', [boundary.pid])
      await sleep(300)
    })
    await sleep(300)
    await using session = await server.session(address)
    const trace =
      "SELECT FROM pg_stat_activity WHERE application_name = 'fulldress-trace' AND datname = current_database()"
    assert.deepEqual(await session.query(trace), [])
  })
})
