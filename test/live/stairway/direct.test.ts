import assert from 'node:assert/strict'
import type { DescentFact } from '../../../harness/model/facts-of-descent.ts'
import { descend } from '../../../harness/stairway/direct.ts'
import type { Stair } from '../../../harness/stairway/stair.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('the descent of a whole chain', () => {
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server[Symbol.asyncDispose]())

  /** Migrations 1, 2, 3… by their ways up and down. */
  function chainOf(...migrations: readonly (readonly [up: string, down: string | null])[]): readonly Stair[] {
    const flight = (sql: string) => async (address: Parameters<TestServer['session']>[0]) => {
      await using session = await server.session(address)
      await session.run(sql)
    }
    return migrations.map(([up, down], at) => ({
      name: `${at + 1}`,
      subject: `${at + 1}.down.sql`,
      files: [],
      up: flight(up),
      down: down === null ? null : flight(down),
    }))
  }

  async function descent(stairs: readonly Stair[]) {
    const facts: DescentFact[] = []
    const ground = await server.createDatabase()
    await descend(stairs, ground, {
      record: (fact) => {
        if (fact.kind === 'descent.stopped' || fact.kind === 'descent.ended') facts.push(fact)
      },
      progress: () => undefined,
      signal: new AbortController().signal,
    })
    const stops = facts.filter((fact) => fact.kind === 'descent.stopped')
    const lines = stops.map(({ name, verdict, differences, guilty, anew }) => {
      const left = differences.map(({ object, leftBy }) => `${object} by ${leftBy}`)
      return [anew ? 'anew' : '', name, verdict, ...left, guilty === null ? '' : `guilty ${guilty.subject}`]
        .filter(Boolean)
        .join(' ')
    })
    return { lines, ended: facts.find((fact) => fact.kind === 'descent.ended') }
  }

  it('restores every stop of a chain that goes back', async () => {
    const { lines, ended } = await descent(
      chainOf(
        ['CREATE TABLE t (id int)', 'DROP TABLE t'],
        ['ALTER TABLE t ADD a int', 'ALTER TABLE t DROP a'],
        ['CREATE INDEX i ON t (a)', 'DROP INDEX i'],
      ),
    )
    assert.deepEqual(lines, ['3 restored', '2 restored', '1 restored'])
    assert.equal(ended?.kind === 'descent.ended' && ended.stopped, null)
  })

  it('names the migration that left something for as long as it lasts', async () => {
    const { lines } = await descent(
      chainOf(
        ['CREATE TABLE t (id int)', 'DROP TABLE t'],
        ['ALTER TABLE t ADD a int', 'ALTER TABLE t DROP a'],
        ['ALTER TABLE t ADD b int', 'SELECT 1'],
      ),
    )
    assert.deepEqual(lines, [
      '3 schema-differs column public.t.b by 3',
      '2 schema-differs column public.t.b by 3',
      '1 restored',
    ])
  })

  it('finds the migration that makes another one fail, and goes on below it from the way up', async () => {
    const { lines } = await descent(
      chainOf(
        ["CREATE TYPE kind AS ENUM ('a')", 'DROP TYPE kind'],
        ['CREATE TABLE t (id int)', 'DROP TABLE t'],
        ['CREATE TABLE other (id int)', 'DROP TABLE other'],
        ['ALTER TABLE t ADD b int', 'SELECT 1'],
        ['ALTER TABLE t ADD k kind', 'SELECT 2'],
        ['CREATE VIEW v AS SELECT id FROM t', 'SELECT 3'],
        ['CREATE INDEX i ON other (id)', 'DROP INDEX i'],
      ),
    )
    assert.deepEqual(lines.slice(0, 2), ['7 restored', '6 schema-differs view public.v by 6'])
    assert.deepEqual(lines.slice(-3), [
      '3 schema-differs column public.t.b by 4 column public.t.k by 5 view public.v by 6',
      '2 down-fails guilty 6.down.sql',
      'anew 1 restored',
    ])
  })

  it('tells a way down that fails by itself from one that others make fail', async () => {
    const { lines } = await descent(
      chainOf(
        ['CREATE TABLE t (id int)', 'DROP TABLE t'],
        ['ALTER TABLE t ADD a int', 'ALTER TABLE t DROP no_such'],
        ['ALTER TABLE t ADD b int', 'SELECT 1'],
        ['ALTER TABLE t ADD c int', null],
      ),
    )
    assert.deepEqual(lines, [
      '4 no-down',
      'anew 3 schema-differs column public.t.b by 3',
      '2 down-fails guilty 2.down.sql',
      'anew 1 restored',
    ])
  })

  it('says which way up fails, and goes nowhere from there', async () => {
    const { lines, ended } = await descent(
      chainOf(['CREATE TABLE t (id int)', 'DROP TABLE t'], ['SELECT 1/0', 'SELECT 1']),
    )
    assert.deepEqual(lines, [])
    assert.equal(ended?.kind === 'descent.ended' && ended.stopped, '2 fails on its way up: division by zero')
  })

  it('begins anew with the roles that were there at first', async () => {
    const { lines } = await descent(
      chainOf(
        ['CREATE ROLE of_chain', 'DROP ROLE of_chain'],
        ['CREATE TABLE t (id int); GRANT SELECT ON t TO of_chain', 'DROP TABLE t'],
        ['ALTER ROLE of_chain RENAME TO of_chain_2', null],
      ),
    )
    assert.deepEqual(lines, ['3 no-down', 'anew 2 restored', '1 restored'])
  })
})
