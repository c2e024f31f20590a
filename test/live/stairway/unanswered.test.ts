import assert from 'node:assert/strict'
import { startTestServer, type TestServer } from '../postgres.ts'
import { climbed, stairOf, stairsIn } from './stairs.ts'

describe('a way down that does nothing', () => {
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server[Symbol.asyncDispose]())

  it('is told from one that found nothing to undo, although no row shows it', async () => {
    const stairs = [
      stairOf(
        '1',
        'CREATE TABLE t (id int PRIMARY KEY, kind text); CREATE TABLE migrations (name text)',
        'DROP TABLE t, migrations',
      ),
      stairOf('2', "UPDATE t SET kind = 'a' WHERE kind = 'none such'", 'SELECT 1'),
      stairOf(
        '3',
        "UPDATE t SET kind = 'a' WHERE kind = 'none such'",
        "UPDATE t SET kind = 'none such' WHERE kind = 'nor such'",
      ),
      stairOf('4', 'SELECT 1', 'SELECT 1'),
      stairOf('5', "INSERT INTO migrations VALUES ('5')", "DELETE FROM migrations WHERE name = '5'"),
      stairOf('6', 'ALTER TABLE t ADD note text', 'SELECT 1'),
    ]
    const seen = stairsIn(await climbed(stairs, await server.createDatabase(), { rows: 3 }))
    assert.deepEqual(
      seen.map(({ verdict, unanswered }) => [verdict, unanswered ?? []]),
      [
        ['identical', []],
        ['identical', ['t']],
        ['identical', []],
        ['identical', []],
        ['identical', []],
        ['down-empty', []],
      ],
    )
  })
})
