import assert from 'node:assert/strict'
import type { Stair } from '../../../harness/stairway/stair.ts'
import { startTestServer, type TestServer } from '../postgres.ts'
import { climbed, stairOf, stairsIn } from './stairs.ts'

const STATE = `
  SELECT (SELECT json_agg(datname ORDER BY 1) FROM pg_database) AS databases, (SELECT count(*) FROM pg_tablespace) AS spaces,
         (SELECT count(*) FROM pg_replication_slots) AS slots, (SELECT count(*) FROM pg_subscription) AS subscriptions,
         (SELECT count(*) FROM pg_prepared_xacts) AS prepared, (SELECT json_agg(setconfig) FROM pg_db_role_setting) AS given,
         (SELECT json_agg(rolname ORDER BY 1) FROM pg_roles) AS roles, pg_read_file('postgresql.auto.conf') AS settings`

describe('stairs that work on what all databases of a server share', function () {
  this.timeout(120_000)
  let server: TestServer
  before(async () => {
    server = await startTestServer(17, { max_prepared_transactions: '2' })
    await using session = await server.session()
    await session.run("ALTER SYSTEM SET work_mem = '5MB'")
    await session.run('SELECT pg_reload_conf()')
    await session.run('ALTER ROLE ALL SET search_path = public, pg_catalog')
  })
  after(() => server[Symbol.asyncDispose]())

  async function state(): Promise<readonly object[]> {
    await using session = await server.session()
    return await session.query(STATE)
  }

  async function climb(...stairs: readonly Stair[]) {
    const ground = await server.createDatabase()
    const before = await state()
    const told = await climbed(stairs, ground)
    assert.deepEqual(await state(), before)
    const [ended] = told.flatMap((entry) => (entry.kind === 'stairway.ended' ? [entry.stopped] : []))
    return { verdicts: stairsIn(told).map(({ verdict }) => verdict), ended, told: stairsIn(told) }
  }

  it('leave none of it behind, and are tried a second time like any other', async () => {
    const flag = (on: boolean) =>
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I IS_TEMPLATE ${on}', current_database()); END $$`
    const space = "SET allow_in_place_tablespaces = on; CREATE TABLESPACE tsx LOCATION ''"
    const { verdicts, ended } = await climb(
      stairOf('space', space, 'DROP TABLESPACE tsx'),
      stairOf('table', 'CREATE TABLE q (a int)', 'DROP TABLE q'),
      stairOf('flag', flag(true), flag(false)),
      stairOf('slot', "SELECT pg_create_physical_replication_slot('phys')", "SELECT pg_drop_replication_slot('phys')"),
      stairOf('other', 'CREATE ROLE r2; CREATE DATABASE other OWNER r2', 'DROP DATABASE other; DROP ROLE r2'),
      stairOf('system', "ALTER SYSTEM SET work_mem = '9MB'", 'SELECT 1'),
      stairOf('all', "ALTER ROLE ALL SET work_mem = '66MB'", 'SELECT 1'),
    )
    assert.equal(ended, null)
    const undone = ['identical', 'identical', 'identical', 'identical', 'identical']
    assert.deepEqual(verdicts, [...undone, 'down-empty', 'down-empty'])
  })

  it('may tie a database to itself, end every session, or forget a transaction', async () => {
    const { verdicts, ended, told } = await climb(
      stairOf(
        'template',
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I IS_TEMPLATE true', current_database()); END $$",
        'SELECT 1',
      ),
      stairOf(
        'sub',
        "CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port=1 dbname=x' PUBLICATION p WITH (connect=false, slot_name=NONE)",
        'SELECT 1',
      ),
      stairOf(
        'all',
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name = 'fulldress' AND pid <> pg_backend_pid(); CREATE TABLE q (a int)",
        'DROP TABLE q',
      ),
      stairOf('open', "BEGIN; CREATE TABLE t (a int); PREPARE TRANSACTION 'px'", 'SELECT 1'),
    )
    assert.equal(ended, 'open.up.sql fails on its way up')
    assert.deepEqual(verdicts, ['down-empty', 'down-empty', 'identical', 'up-fails'])
    assert.equal(told[3]?.errors[0]?.message, 'leaves the prepared transaction "px" open, which keeps its locks')
  })
})
