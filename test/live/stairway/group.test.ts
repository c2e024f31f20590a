import assert from 'node:assert/strict'
import type { EntryOf, Fact } from '../../../harness/model/evidence.ts'
import { climb } from '../../../harness/stairway/climb.ts'
import { groupStairs, spanOf } from '../../../harness/stairway/group.ts'
import type { Stair } from '../../../harness/stairway/stair.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

type Climbed = Omit<EntryOf<'stair.climbed'>, 'seq' | 'at'>

describe('the stairway of groups', () => {
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server[Symbol.asyncDispose]())

  async function climbed(
    rows: number,
    ...migrations: readonly (readonly [up: string, down: string])[]
  ): Promise<Climbed> {
    const flight =
      (sql: string): Stair['up'] =>
      async (address) => {
        await using session = await server.session(address)
        await session.run(sql)
      }
    const stairs = migrations.map(([up, down], at): Stair => {
      const name = `00${at + 1}`
      return { name, subject: `${name}.down.sql`, files: [], up: flight(up), down: flight(down) }
    })
    const facts: Fact[] = []
    await climb(groupStairs(stairs, [spanOf(`002..00${stairs.length}`)]), await server.createDatabase(), {
      ...{ rows, atOnce: 1, record: (fact: Fact) => void facts.push(fact) },
      ...{ progress: () => undefined, signal: new AbortController().signal },
    })
    const group = facts.find((fact) => fact.kind === 'stair.climbed' && fact.stair === 2)
    assert.ok(group?.kind === 'stair.climbed')
    return group
  }

  it('judges a release as one step: what one file of it leaves another may take back', async () => {
    const { name, verdict, guilty } = await climbed(
      0,
      ['CREATE TABLE t (id int)', 'DROP TABLE t'],
      ['CREATE TABLE log (id int)', 'DROP TABLE log'],
      ['ALTER TABLE log ADD note text', 'SELECT 1'],
    )
    assert.deepEqual([name, verdict, guilty], ['002 .. 003', 'identical', undefined])
  })

  it('names the file that makes another fail, and the one that left something or lost values', async () => {
    const failing = await climbed(
      0,
      ['CREATE TABLE t (id int)', 'DROP TABLE t'],
      ["CREATE TYPE kind AS ENUM ('a')", 'DROP TYPE kind'],
      ['ALTER TABLE t ADD k kind', 'SELECT 1'],
      ['CREATE INDEX i ON t (id)', 'DROP INDEX i'],
    )
    assert.deepEqual([failing.verdict, failing.subject], ['down-fails', '003.down.sql'])
    assert.match(failing.guilty?.[0]?.left[0] ?? '', /^002 fails on its way down: cannot drop type kind/)
    const losing = await climbed(
      5,
      ['CREATE TABLE t (id int PRIMARY KEY, a text, b text)', 'DROP TABLE t'],
      ['ALTER TABLE t ADD c int', 'ALTER TABLE t DROP c'],
      ['ALTER TABLE t DROP b', 'ALTER TABLE t ADD b text'],
      ['CREATE INDEX i ON t (id)', 'DROP INDEX i'],
    )
    assert.deepEqual([losing.verdict, losing.subject], ['rows-lost', '003.down.sql'])
    assert.deepEqual(
      losing.guilty?.map(({ left }) => left),
      [['rows of t changed']],
    )
  })
})
