import assert from 'node:assert/strict'
import { endedTransactions, markSnapshot, rowsSince } from '../../../harness/database/since-snapshot.ts'
import { thinOut } from '../../../harness/database/thin-out.ts'
import { readWrites } from '../../../harness/database/writes.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('what is asked of a restore and of a rollback that deletes', function () {
  this.timeout(60_000)
  let server: TestServer

  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server?.[Symbol.asyncDispose]())

  async function run(address: DatabaseAddress, sql: string): Promise<void> {
    await using session = await server.session(address)
    await session.run(sql)
  }

  it('tells rows that came between snapshot and restore from those that the restore or clients wrote', async () => {
    const address = await server.createDatabase()
    await run(
      address,
      `CREATE TABLE notes (id int, body text); CREATE TABLE parted (id int) PARTITION BY LIST (id);
       CREATE TABLE parted_1 PARTITION OF parted DEFAULT; CREATE TABLE quiet AS SELECT 1;
       INSERT INTO notes SELECT n, 'seeded' FROM generate_series(1, 10) AS n`,
    )
    const from = await markSnapshot(address)
    await run(address, "UPDATE notes SET body = 'destroyed' WHERE id <= 3")
    await run(address, 'INSERT INTO parted VALUES (1), (2)')
    await run(address, 'VACUUM FREEZE parted')
    const to = await endedTransactions(address)
    const left = await rowsSince(address, from, to)
    assert.deepEqual(left, {
      wholeServer: false,
      since: [
        { table: 'notes', rows: 3 },
        { table: 'parted', rows: 2 },
      ],
      tables: 3,
    })
    await run(address, "TRUNCATE notes, parted; INSERT INTO notes SELECT n, 'seeded' FROM generate_series(1, 10) AS n")
    await markSnapshot(address)
    assert.deepEqual(await rowsSince(address, from, to), { wholeServer: false, since: [], tables: 3 })
    // As on a server that was put back as a whole: each question takes the mark away.
    assert.equal((await rowsSince(address, from, to)).wholeServer, true)
  })

  it('takes a row of each table from a clone where the application could', async () => {
    const address = await server.createDatabase()
    await run(
      address,
      `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE notes (id int REFERENCES users);
       INSERT INTO users VALUES (1); INSERT INTO notes VALUES (1), (1), (1); CREATE TABLE empty (id int)`,
    )
    assert.equal(await thinOut(address), 1)
    await using session = await server.session(address)
    assert.deepEqual(
      await session.query('SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM notes) AS notes'),
      [{ users: 1, notes: 2 }],
    )
  })

  it('counts rows that go by statement, by function, by cascade and by TRUNCATE', async () => {
    const address = await server.createDatabase()
    await run(
      address,
      `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE notes (id int REFERENCES users ON DELETE CASCADE);
       CREATE TABLE logs (id int); CREATE TABLE schema_migrations (version int);
       INSERT INTO users SELECT generate_series(1, 5); INSERT INTO notes SELECT id FROM users, generate_series(1, 2);
       INSERT INTO logs SELECT generate_series(1, 7); INSERT INTO schema_migrations VALUES (1)`,
    )
    const before = await readWrites(address, { alone: true })
    await run(address, 'DELETE FROM schema_migrations; DELETE FROM users WHERE id = 1')
    await run(address, 'DO $$ BEGIN DELETE FROM users WHERE id = 2; END $$; TRUNCATE logs')
    const after = await readWrites(address, { alone: true })
    assert.deepEqual(
      after.map(({ table, deleted, rows, file }, index) => [table, deleted, rows, file === before[index]?.file]),
      [
        ['logs', 0, 0, false],
        ['notes', 4, 6, true],
        ['users', 2, 3, true],
      ],
    )
  })
})
