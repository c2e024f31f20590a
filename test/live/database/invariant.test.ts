import assert from 'node:assert/strict'
import { askInvariant } from '../../../harness/database/invariant.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('an invariant', function () {
  this.timeout(60_000)
  let server: TestServer
  let address: DatabaseAddress
  before(async () => {
    server = await startTestServer(17)
    address = await server.createDatabase()
    await using session = await server.session(address)
    await session.run(`
      CREATE TABLE accounts (id int, owner text, balance numeric);
      INSERT INTO accounts SELECT n, 'owner ' || n, CASE WHEN n % 2 = 0 THEN n END FROM generate_series(1, 200) AS n`)
  })
  after(() => server[Symbol.asyncDispose]())

  function ask(query: string, more: { readonly show?: readonly string[]; readonly timeoutMs?: number } = {}) {
    return askInvariant(address, { name: 'balances', query, on: 'both', timeoutMs: 5_000, show: [], ...more })
  }

  it('holds where no row comes back', async () => {
    assert.deepEqual(await ask('SELECT id FROM accounts WHERE balance < 0 -- never'), { was: 'kept' })
  })

  it('shows the first rows with their values masked, but for those that may be shown', async () => {
    const query = 'WITH few AS (SELECT * FROM accounts WHERE id <= 4 ORDER BY id) SELECT * FROM few'
    assert.deepEqual(await ask(query, { show: ['id'] }), {
      was: 'broken',
      rows: 4,
      more: false,
      first: ['id 1, owner ?, balance null', 'id 2, owner ?, balance ?', 'id 3, owner ?, balance null'],
    })
  })

  it('counts a hundred rows and no further', async () => {
    const counted = async (rows: number) => {
      const answer = await ask(`SELECT id FROM accounts LIMIT ${rows}`)
      return answer.was === 'broken' && [answer.rows, answer.more]
    }
    assert.deepEqual(
      [await counted(100), await counted(101)],
      [
        [100, false],
        [100, true],
      ],
    )
  })

  it('says why it could not be asked: a column that is not there, a change, too long', async () => {
    const cases = [
      ['SELECT total FROM accounts', 'column "total" does not exist (42703)'],
      ["SELECT nextval('s')", 'relation "s" does not exist (42P01)'],
      ["SELECT pg_notify('a', 'b'), pg_sleep(60)", 'canceling statement due to statement timeout (57014)'],
      ['SELECT 1; DELETE FROM accounts', 'syntax error at or near ";" (42601)'],
      ['SELECT lo_create(0)', 'cannot execute lo_create() in a read-only transaction (25006)'],
    ] as const
    for (const [query, reason] of cases)
      assert.deepEqual(await ask(query, { timeoutMs: 300 }), { was: 'not-asked', reason })
  })
})
