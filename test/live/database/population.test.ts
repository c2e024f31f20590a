import assert from 'node:assert/strict'
import { type Population, startPopulation } from '../../../harness/database/fill/population.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('the population of a database whose schema changes', () => {
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server[Symbol.asyncDispose]())

  async function grown(
    schema: string,
  ): Promise<{ readonly address: DatabaseAddress; readonly population: Population }> {
    const address = await server.createDatabase()
    const population = startPopulation(12)
    await run(address, schema)
    const { failed } = await population.grow(address)
    assert.deepEqual(failed, [])
    return { address, population }
  }

  async function run(address: DatabaseAddress, sql: string): Promise<void> {
    await using session = await server.session(address)
    await session.run(sql)
  }

  async function ask(address: DatabaseAddress, sql: string): Promise<unknown> {
    await using session = await server.session(address)
    return Object.values((await session.query(sql))[0] ?? {})[0]
  }

  async function refusal(address: DatabaseAddress, sql: string): Promise<unknown> {
    return run(address, sql).then(
      () => assert.fail('expected to be refused'),
      (error: unknown) => error,
    )
  }

  it('fills tables that are empty, leaves others as they are, and passes over what tools keep about themselves', async () => {
    const { address, population } = await grown(
      `CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE);
       CREATE TABLE kinds (name text PRIMARY KEY); INSERT INTO kinds VALUES ('one');
       CREATE TABLE schema_migrations (version text PRIMARY KEY); CREATE TABLE pgmigrations (name text)`,
    )
    assert.equal(
      await ask(
        address,
        `SELECT concat_ws(' ', (SELECT count(*) FROM users), (SELECT count(*) FROM kinds),
           (SELECT count(*) FROM schema_migrations), (SELECT count(*) FROM pgmigrations))`,
      ),
      '12 1 0 0',
    )
    assert.deepEqual([population.made('users'), population.made('kinds')], [true, false])
  })

  it('gives a column that was added since values that its conditions admit', async () => {
    const { address, population } = await grown(
      'CREATE TABLE users (id serial PRIMARY KEY, email text); CREATE TABLE orders (id serial PRIMARY KEY)',
    )
    await run(
      address,
      `ALTER TABLE orders ADD user_id int REFERENCES users, ADD code text UNIQUE, ADD digest bytea CHECK (octet_length(digest) = 32),
         ADD starts timestamptz, ADD ends timestamptz, ADD CHECK ((starts IS NULL) = (ends IS NULL))`,
    )
    assert.deepEqual(await population.grow(address), { filled: [], failed: [] })
    assert.equal(
      await ask(
        address,
        `SELECT concat_ws(' ', count(user_id), count(DISTINCT code), count(digest), count(starts), count(ends)) FROM orders`,
      ),
      '12 12 12 12 12',
    )
    await run(address, 'ALTER TABLE orders ALTER user_id SET NOT NULL, ALTER digest SET NOT NULL')
  })

  it('makes rows that generated columns and indexes can compute something of', async () => {
    const { address } = await grown(
      `CREATE FUNCTION patch(text) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT split_part($1, '.', 3)::int $$;
       CREATE TABLE versions (id serial PRIMARY KEY, num text NOT NULL, patch int GENERATED ALWAYS AS (patch(num)) STORED);
       CREATE TABLE releases (id serial PRIMARY KEY, tag text NOT NULL);
       CREATE INDEX ON releases (id, patch(tag) DESC) WHERE patch(tag) > 1`,
    )
    assert.equal(await ask(address, 'SELECT count(patch) + (SELECT count(*) FROM releases) AS rows FROM versions'), 24)
  })

  it('takes back the rows of the table that refuses a migration, and of those that refer to it', async () => {
    const { address, population } = await grown(
      `CREATE TABLE users (id serial PRIMARY KEY); CREATE TABLE orders (id serial PRIMARY KEY, user_id int REFERENCES users);
       CREATE TABLE kinds (name text PRIMARY KEY)`,
    )
    const failure = await refusal(address, 'ALTER TABLE users ADD login text NOT NULL')
    assert.deepEqual(await population.withdraw(address, failure), ['users', 'orders'])
    await run(address, 'ALTER TABLE users ADD login text NOT NULL')
    await population.grow(address)
    assert.equal(await ask(address, 'SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM kinds) AS rows'), 24)
  })

  it('takes back all rows of its own where the server names no table, and none where the rows are not its own', async () => {
    const { address, population } = await grown(
      `CREATE TABLE users (id serial PRIMARY KEY, amount text); CREATE TABLE kinds (name text);
       INSERT INTO kinds VALUES (NULL); CREATE TABLE others (name text)`,
    )
    const foreign = await refusal(address, "INSERT INTO kinds VALUES ('one'); ALTER TABLE kinds ADD n int NOT NULL")
    assert.deepEqual(await population.withdraw(address, foreign), [])
    const failure = await refusal(address, "ALTER TABLE users ALTER amount TYPE date USING (amount || 'x')::date")
    assert.deepEqual(await population.withdraw(address, failure), ['users', 'others'])
    assert.equal(await ask(address, 'SELECT count(*) AS rows FROM kinds'), 1)
  })
})
