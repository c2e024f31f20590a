import assert from 'node:assert/strict'
import { startTestServer, type TestServer } from '../postgres.ts'
import { climbed, stairOf, stairsIn } from './stairs.ts'

describe('a stair above one whose way up leads elsewhere each time', () => {
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server[Symbol.asyncDispose]())

  it('is compared with what its own copy began from', async () => {
    const random = "DO $$ BEGIN EXECUTE format('CREATE TABLE %I (id int)', 't_' || md5(random()::text)); END $$"
    const stairs = [
      stairOf('1', random, null),
      stairOf('2', 'CREATE TABLE orders (id int)', 'DROP TABLE orders'),
      stairOf('3', 'ALTER TABLE orders ADD note text', 'SELECT 1'),
    ]
    const seen = stairsIn(await climbed(stairs, await server.createDatabase()))
    assert.deepEqual(
      seen.map(({ verdict, schema }) => [verdict, schema.map(({ object }) => object)]),
      [
        ['no-down', []],
        ['identical', []],
        ['down-empty', ['column public.orders.note']],
      ],
    )
  })
})
