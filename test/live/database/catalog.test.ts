import assert from 'node:assert/strict'
import { DIFFERENCES } from '../../../bench/catalog/differences/index.ts'
import { prepareServer } from '../../../bench/catalog/ground.ts'
import { inAnotherOrder } from '../../../bench/catalog/rebuilt.ts'
import { complaintOf, prepareTrials } from '../../../bench/catalog/trial.ts'
import { columnOrderDifferences, compareCatalogs, digestCatalog } from '../../../harness/database/catalog.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

/** Of the bar's list every version takes others; `npm run bar -- catalog` takes them all, and holds them against pg_dump. */
const STRIDE = 45

for (const version of [16, 17, 18] as const) {
  describe(`the catalog digest on PostgreSQL ${version}`, function () {
    this.timeout(120_000)
    let server: TestServer
    before(async () => {
      server = await startTestServer(version)
      await prepareServer(server)
    })
    after(() => server[Symbol.asyncDispose]())

    it('sees single differences of each kind, and names the object', async () => {
      const known = DIFFERENCES.filter(({ since = 16 }) => since <= version)
      const trials = await prepareTrials(server)
      for (const difference of known.filter((_, index) => index % STRIDE === (version - 16) * 15)) {
        assert.equal(complaintOf(difference, await trials.try(difference)), null)
      }
    })

    it('is equal for equal schemas made in another order', async () => {
      assert.deepEqual(await inAnotherOrder(server, version), [])
    })

    it('tells of columns that moved apart from loss, and who takes them by position', async () => {
      const before = await digestCatalog(server.address)
      await using session = await server.session()
      await session.run('ALTER TABLE invoices DROP amount; ALTER TABLE invoices ADD amount numeric(12, 2)')
      await session.run('ALTER TABLE scratch ADD gone int; ALTER TABLE scratch DROP gone')
      const after = await digestCatalog(server.address)
      assert.deepEqual(compareCatalogs(before, after), [])
      assert.equal(before.sha256, after.sha256)
      assert.deepEqual(columnOrderDifferences(before, after), [])
      await session.run('ALTER TABLE invoices DROP order_id; ALTER TABLE invoices ADD order_id bigint')
      const moved = { table: 'public.invoices', was: 'id, order_id, amount', is: 'id, amount, order_id' }
      assert.deepEqual(columnOrderDifferences(before, await digestCatalog(server.address)), [
        { ...moved, rowTypeUsedBy: 'function public.latest()' },
      ])
    })
  })
}

describe('the catalog digest', function () {
  this.timeout(60_000)
  let server: TestServer
  before(async () => {
    server = await startTestServer(18)
  })
  after(() => server[Symbol.asyncDispose]())

  it('sees the index that CREATE INDEX CONCURRENTLY left invalid', async () => {
    await using session = await server.session()
    await session.run('CREATE TABLE twins (id int)')
    await session.run('INSERT INTO twins VALUES (1), (1)')
    const before = await digestCatalog(server.address)
    await assert.rejects(session.run('CREATE UNIQUE INDEX CONCURRENTLY twins_id ON twins (id)'))
    const [left] = compareCatalogs(before, await digestCatalog(server.address))
    assert.deepEqual(left, {
      object: 'index public.twins_id',
      change: 'added',
      was: null,
      is: 'CREATE UNIQUE INDEX twins_id ON public.twins USING btree (id), INVALID, not ready',
    })
  })

  it('is taken by a role without any rights as well', async () => {
    await using session = await server.session()
    await session.run("CREATE ROLE nobody_special LOGIN PASSWORD 'x'")
    const { objects } = await digestCatalog({ ...server.address, user: 'nobody_special', password: 'x' })
    assert.ok(objects.has('table public.twins'))
  })
})
