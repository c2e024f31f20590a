import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gatherProfile } from '../../../harness/database/profile/gather.ts'
import { readProfile } from '../../../harness/database/profile/read.ts'
import { giveSettings } from '../../../harness/database/profile/settings.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('the profile of a production server', function () {
  this.timeout(60_000)
  let server: TestServer
  let production: DatabaseAddress
  before(async () => {
    server = await startTestServer(17)
    production = await server.createDatabase()
    await using session = await server.session(production)
    await session.run(`
      CREATE ROLE shop; CREATE ROLE reader LOGIN PASSWORD 'secret-of-reader';
      CREATE TABLE orders (id int PRIMARY KEY, note text);
      INSERT INTO orders SELECT g, 'a note of a customer' FROM generate_series(1, 5000) g;
      CREATE TABLE parts (id int) PARTITION BY RANGE (id);
      CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100);
      INSERT INTO parts SELECT g % 100 FROM generate_series(1, 300) g;
      CREATE TABLE never_analysed (id int);
      ALTER TABLE orders OWNER TO shop; ALTER TABLE parts OWNER TO shop;
      ALTER ROLE shop SET timezone TO 'Asia/Tokyo';
      ALTER ROLE shop SET lock_timeout TO '2s';
      ALTER ROLE shop SET app.token TO 'secret-of-app';
      ALTER DATABASE ${production.database} SET search_path TO "$user", "odd name", public;`)
    await session.run('ANALYZE orders, parts')
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
  })

  const gather = (address = production, agesForMs = 300) =>
    gatherProfile(
      { address, sslMode: 'prefer' },
      { agesForMs, signal: new AbortController().signal, now: () => new Date(0) },
    )

  it('holds rows per table, settings of roles from the allow-list, and no value of a row or of an application', async () => {
    const profile = await gather()
    assert.deepEqual(
      profile.tables.map(({ table, rows }) => [table, rows]),
      [
        ['never_analysed', null],
        ['orders', 5000],
        ['parts', 300],
      ],
    )
    assert.ok((profile.tables[1]?.bytes ?? 0) > 200_000, 'bytes of orders')
    assert.equal(profile.owner, 'shop')
    assert.equal(profile.settingsWithheld, 1)
    assert.deepEqual(profile.roleSettings, [
      { role: null, database: production.database, settings: { search_path: '"$user", "odd name", public' } },
      { role: 'shop', database: null, settings: { TimeZone: 'Asia/Tokyo', lock_timeout: '2s' } },
    ])
    assert.doesNotMatch(JSON.stringify(profile), /secret|customer|rehearsal/)
  })

  it('takes a transaction’s age from when it was last seen', async () => {
    await using other = await server.session(production)
    await other.run('BEGIN; SELECT 1')
    const { transactions } = await gather(production, 1_000)
    assert.equal(transactions.seen, 1)
    assert.ok((transactions.p99Ms ?? 0) >= 800, `p99 ${transactions.p99Ms}`)
    assert.equal((await gather(production, 0)).transactions.how.includes('GRANT'), false)
  })

  it('says that an ordinary role may not see transactions, and reads the rest', async () => {
    await using other = await server.session(production)
    await other.run('BEGIN; SELECT 1')
    const profile = await gather({ ...production, user: 'reader', password: 'secret-of-reader' })
    assert.equal(profile.transactions.p99Ms, null)
    assert.match(
      profile.transactions.how,
      /of 1 sessions this role may not see the transactions \(GRANT pg_monitor lets it\)/,
    )
    assert.equal(profile.tables.length, 3)
  })

  it('waits for no lock on a table, however strong', async () => {
    await using other = await server.session(production)
    await other.run('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE')
    assert.equal((await gather()).tables.length, 3)
  })

  it('gives a scratch database what the owner’s sessions have, but for limits on time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'profile-'))
    try {
      const file = join(folder, 'production.profile.json')
      writeFileSync(file, JSON.stringify(await gather()))
      assert.match(readFileSync(file, 'utf8'), /fulldressProfile/)
      const scratch = await server.createDatabase()
      const given = await giveSettings(scratch, readProfile(file))
      assert.equal(given.TimeZone, 'Asia/Tokyo')
      assert.equal(given.lock_timeout, undefined)
      await using session = await server.session(scratch)
      assert.deepEqual(
        await session.query(
          "SELECT current_setting('timezone') AS zone, current_setting('search_path') AS path, current_setting('lock_timeout') AS patience",
        ),
        [{ zone: 'Asia/Tokyo', path: '"$user", "odd name", public', patience: '0' }],
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
