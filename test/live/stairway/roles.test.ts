import assert from 'node:assert/strict'
import type { Stair } from '../../../harness/stairway/stair.ts'
import { startTestServer, type TestServer } from '../postgres.ts'
import { climbed, stairOf, stairsIn } from './stairs.ts'

describe('stairs that work on the server’s roles', function () {
  this.timeout(120_000)
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
    await using session = await server.session()
    await session.run(
      'CREATE ROLE keeper CONNECTION LIMIT 7; CREATE ROLE other; ALTER ROLE keeper SET search_path TO a, "B c"; COMMENT ON ROLE keeper IS \'theirs\'',
    )
  })
  after(() => server[Symbol.asyncDispose]())

  async function climb(...stairs: readonly Stair[]) {
    const told = await climbed(stairs, await server.createDatabase())
    const [ended] = told.flatMap((entry) => (entry.kind === 'stairway.ended' ? [entry.stopped] : []))
    const verdicts = stairsIn(told).map(({ name, verdict, schema }) =>
      [name.replace('.up.sql', ''), verdict, ...schema.map(({ object, change }) => `${object} ${change}`)].join(' '),
    )
    return { verdicts, ended }
  }

  async function roles(): Promise<readonly object[]> {
    await using session = await server.session()
    return await session.query(
      `SELECT r.oid, r.*, s.setconfig, shobj_description(r.oid, 'pg_authid') AS comment,
              ARRAY(SELECT m.member FROM pg_auth_members m WHERE m.roleid = r.oid) AS members
       FROM pg_authid r LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid WHERE r.rolname !~ '^pg_' ORDER BY r.oid`,
    )
  }

  it('do not restore in any place where their way down leaves a role altered, and leave it as it was', async () => {
    const before = await roles()
    const { verdicts, ended } = await climb(
      stairOf('1', 'CREATE TABLE t (id int)', 'DROP TABLE t'),
      stairOf('2', 'ALTER ROLE keeper SUPERUSER', 'SELECT 1'),
      stairOf('3', 'GRANT keeper TO other', 'SELECT 1'),
      stairOf('4', "ALTER ROLE keeper SET statement_timeout = '1s'", 'SELECT 1'),
      stairOf('5', "COMMENT ON ROLE keeper IS 'ours'", 'SELECT 1'),
      stairOf('6', 'GRANT SET ON PARAMETER log_statement TO other', 'SELECT 1'),
      stairOf('7', 'CREATE TABLE u (id int)', 'DROP TABLE u'),
    )
    assert.equal(ended, null)
    assert.deepEqual(verdicts, [
      '1 identical',
      '2 down-empty role keeper changed',
      '3 down-empty role other changed',
      '4 down-empty settings of role keeper changed',
      '5 down-empty comment on role keeper changed',
      '6 down-empty grants on parameter log_statement added',
      '7 identical',
    ])
    assert.deepEqual(await roles(), before)
  })

  it('do not collide with the stair before them', async () => {
    const pairs = ['NOINHERIT INHERIT', 'CREATEDB NOCREATEDB', 'BYPASSRLS NOBYPASSRLS']
    const alter = (words = '') => `ALTER ROLE keeper ${words}; CREATE TABLE IF NOT EXISTS skipped (id serial)`
    const stairs = pairs.map((pair, at) => {
      const [there = '', back = ''] = pair.split(' ')
      return stairOf(
        `${at}`,
        `${alter(there)}; SELECT nextval('skipped_id_seq')`,
        `${alter(back)}; SELECT nextval('skipped_id_seq')`,
      )
    })
    const until = (date: string) => `ALTER ROLE keeper VALID UNTIL '${date}'`
    const { verdicts, ended } = await climb(
      stairOf('base', 'CREATE TABLE skipped (id serial)', 'DROP TABLE skipped'),
      ...stairs,
      stairOf('until', until('2030-01-01'), until('infinity')),
    )
    assert.equal(ended, null)
    assert.deepEqual(
      verdicts,
      ['base', '0', '1', '2', 'until'].map((name) => `${name} identical`),
    )
  })

  it('may rename a role that is the operator’s own, which has its name back afterwards', async () => {
    const before = await roles()
    const { verdicts, ended } = await climb(
      stairOf('1', 'CREATE ROLE made', 'DROP ROLE made'),
      stairOf('2', 'ALTER ROLE keeper RENAME TO kept', 'SELECT 1'),
      stairOf('3', 'ALTER ROLE made RENAME TO remade', 'ALTER ROLE remade RENAME TO made'),
      stairOf('4', 'ALTER ROLE kept RENAME TO lost', 'ALTER ROLE none_such RENAME TO kept'),
    )
    assert.equal(ended, null)
    assert.deepEqual(verdicts, [
      '1 identical',
      '2 down-empty comment on role keeper missing comment on role kept added role keeper missing role kept added settings of role keeper missing settings of role kept added',
      '3 identical',
      '4 down-fails',
    ])
    assert.deepEqual(await roles(), before)
  })

  it('may drop a role that only a copy of the stairs before depends on', async () => {
    const grant = 'GRANT SELECT ON t TO reader'
    const { verdicts, ended } = await climb(
      stairOf('1', 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2)', 'DROP TABLE t'),
      stairOf('2', `CREATE ROLE reader LOGIN; ${grant}`, 'REVOKE SELECT ON t FROM reader; DROP ROLE reader'),
      stairOf('3', 'CREATE TABLE owned (id int); ALTER TABLE owned OWNER TO reader', 'DROP TABLE owned'),
      stairOf(
        '4',
        'REASSIGN OWNED BY reader TO CURRENT_USER; DROP OWNED BY reader; DROP ROLE reader',
        `CREATE ROLE reader LOGIN; ${grant}; ALTER TABLE owned OWNER TO reader`,
      ),
      stairOf('5', 'CREATE ROLE writer; GRANT UPDATE ON t TO writer', 'DROP OWNED BY writer; DROP ROLE writer'),
      stairOf(
        '6',
        'DROP OWNED BY writer; DROP ROLE writer',
        'CREATE ROLE writer; GRANT UPDATE ON t TO writer; DELETE FROM t WHERE id = 1',
      ),
      stairOf('7', 'CREATE TABLE u (id int)', 'DROP TABLE u'),
    )
    assert.equal(ended, null)
    assert.deepEqual(verdicts, [
      ...['1 identical', '2 identical', '3 identical', '4 identical', '5 identical'],
      '6 rows-lost',
      '7 identical',
    ])
  })

  it('are not judged by a refusal of our own making, and go where nobody needs the base any more', async () => {
    const ground = await server.createDatabase()
    await using session = await server.session(ground)
    await session.run('CREATE TABLE t (id int); CREATE ROLE based; GRANT SELECT ON t TO based')
    await session[Symbol.asyncDispose]()
    const drop = 'DROP OWNED BY based; DROP ROLE based'
    const stairs = [
      stairOf('1', 'CREATE TABLE u (id int)', 'DROP TABLE u'),
      stairOf('2', drop, 'CREATE ROLE based; GRANT SELECT ON t TO based'),
    ]
    const told = await climbed(stairs, ground)
    assert.deepEqual(
      stairsIn(told).map(({ verdict }) => verdict),
      ['identical'],
    )
    const [ended] = told.flatMap((entry) => (entry.kind === 'stairway.ended' ? [entry.stopped] : []))
    assert.match(
      ended ?? '',
      /^2\.up\.sql could not be tried: role "based" cannot be dropped while it is needed by the base that copies are made of$/,
    )
    const spared = await climbed(stairs, ground, { spareGround: true })
    assert.deepEqual(
      stairsIn(spared).map(({ verdict }) => verdict),
      ['identical', 'identical'],
    )
    await using again = await server.session(await server.createDatabase())
    assert.deepEqual(await again.query('SELECT FROM pg_database WHERE datname = $1', [ground.database]), [])
  })

  it('fail where the migration itself left something to the role', async () => {
    const ground = await server.createDatabase()
    await using session = await server.session(ground)
    await session.run('CREATE TABLE t (id int); GRANT SELECT ON t TO based')
    await session[Symbol.asyncDispose]()
    const forgotten = await climbed([stairOf('1', 'DROP ROLE based', null)], ground)
    assert.deepEqual(
      stairsIn(forgotten).map(({ verdict }) => verdict),
      ['up-fails'],
    )
  })
})
