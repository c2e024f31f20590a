import { deepEqual } from 'node:assert/strict'
import { join } from 'node:path'
import { listSqlFiles } from '../../harness/spec/sql-files.ts'
import { specFolder } from './folder.ts'

const DBMATE = '-- migrate:up\nCREATE TABLE t ();\n-- migrate:down\nDROP TABLE t;\n'
const FILES = {
  'dbmate/1_a.sql': DBMATE,
  'dbmate/2_b.sql': DBMATE,
  'dbmate/10_c.sql': DBMATE,
  'diesel/1_a/up.sql': 'SELECT 1;',
  'diesel/1_a/down.sql': 'SELECT 1;',
  'diesel/2_b/up.sql': 'SELECT 1;',
  'prisma/migration_lock.toml': '',
  'prisma/1_a/migration.sql': 'SELECT 1;',
  'prisma/2_b/migration.sql': 'SELECT 1;',
  'flyway/V1__a.sql': 'SELECT 1;',
  'flyway/U1__a.sql': 'SELECT 1;',
  'flyway/V1.1__b.sql': 'SELECT 1;',
  'mixed/1_a.sql': DBMATE,
  'mixed/2_b.sql': 'SELECT 1;',
  'sqitch/sqitch.plan': '%project=x\n\na 2026-01-01T00:00:00Z x <x@x>\nb 2026-01-01T00:00:00Z x <x@x>\n',
  'sqitch/deploy/a.sql': 'SELECT 1;',
  'torn/sqitch.plan': '%project=x\n\na 2026-01-01T00:00:00Z x <x@x>\n',
  'paired/1_a.up.sql': '',
  'paired/1_a.down.sql': '',
  'paired/2_b.up.sql': '',
  'paired/3_c.up.sql': '',
  'paired/3_c.down.sql': '',
  'plain/1.sql': '',
  'plain/2.sql': '',
}

describe('the migrations of a folder', () => {
  let root: ReturnType<typeof specFolder>
  before(() => {
    root = specFolder('', FILES)
  })
  after(() => root[Symbol.dispose]())

  const list = (files: string, direction: 'up' | 'down' = 'up', range = {}) =>
    listSqlFiles({ files, ...range }, direction, root.folder)
  const named = (files: string, direction: 'up' | 'down' = 'up', range = {}) => {
    const listing = list(files, direction, range)
    return 'files' in listing ? listing.files : listing
  }

  it('are listed as their tool orders them, each with its way down', () => {
    deepEqual(list('dbmate'), {
      folder: join(root.folder, 'dbmate'),
      files: ['1_a.sql', '2_b.sql', '10_c.sql'],
      layout: { tool: 'dbmate', downOf: { '1_a.sql': '1_a.sql', '2_b.sql': '2_b.sql', '10_c.sql': '10_c.sql' } },
    })
    deepEqual(list('diesel'), {
      folder: join(root.folder, 'diesel'),
      files: ['1_a/up.sql', '2_b/up.sql'],
      layout: { tool: 'Diesel', downOf: { '1_a/up.sql': '1_a/down.sql' } },
    })
    deepEqual(named('flyway'), ['V1__a.sql', 'V1.1__b.sql'])
  })

  it('go down last first, those that can', () => {
    deepEqual(named('dbmate', 'down'), ['10_c.sql', '2_b.sql', '1_a.sql'])
    deepEqual(named('diesel', 'down'), ['1_a/down.sql'])
    deepEqual(named('flyway', 'down'), ['U1__a.sql'])
    deepEqual(named('prisma', 'down'), { expected: 'migrations with a way down', found: 'none in prisma (Prisma)' })
  })

  it('are those after one, or up to one, by the name of its file or folder', () => {
    deepEqual(named('dbmate', 'up', { upTo: '2_b.sql' }), ['1_a.sql', '2_b.sql'])
    deepEqual(named('dbmate', 'up', { after: '2_b' }), ['10_c.sql'])
    deepEqual(named('dbmate', 'down', { after: '1_a.sql' }), ['10_c.sql', '2_b.sql'])
    deepEqual(named('prisma', 'up', { after: '1_a' }), ['2_b/migration.sql'])
    deepEqual(named('prisma', 'up', { upTo: '1_a/migration.sql' }), ['1_a/migration.sql'])
    deepEqual(named('paired', 'up', { after: '1_a' }), ['2_b.up.sql', '3_c.up.sql'])
    deepEqual(named('paired', 'down', { after: '2_b.up.sql' }), ['3_c.down.sql'])
    deepEqual(named('paired', 'up', { after: 'paired/1_a.up.sql', upTo: '2_b' }), ['2_b.up.sql'])
    deepEqual(named('plain', 'up', { upTo: '1.sql' }), ['1.sql'])
  })

  it('are asked for by a name that is there, and with something after it', () => {
    deepEqual(named('dbmate', 'up', { after: '2_c.sql' }), {
      at: 'after',
      expected: 'a migration of dbmate',
      found: '2_c.sql (did you mean 2_b.sql?)',
    })
    deepEqual(named('plain', 'up', { upTo: '9.sql' }), {
      at: 'upTo',
      expected: 'a migration of plain',
      found: '9.sql (did you mean 1.sql?)',
    })
    deepEqual(named('paired', 'up', { after: '3_c' }), {
      at: 'after',
      expected: 'a migration of paired that others come after',
      found: '3_c, the last',
    })
    deepEqual(named('plain/1.sql', 'up', { after: '1.sql' }), {
      at: 'after',
      expected: 'a folder of which it chooses',
      found: 'plain/1.sql',
    })
  })

  it('are of one tool, for it would stumble over what is none of its own', () => {
    deepEqual(named('mixed'), { expected: 'migrations of dbmate alone', found: '2_b.sql in mixed' })
  })

  it('are complained of where their tool could not read them', () => {
    const listing = list('torn')
    deepEqual('expected' in listing && listing.expected, 'migrations that their tool could apply')
  })

  it('are named in the complaint of a spec, at the key that is wrong', async () => {
    const spec = `rehearsal: small
traffic: { scenarios: { all: { script: scenario.ts, rate: 1/s } } }
seed: { files: dbmate, upTo: 9_x.sql }
upgrade:
  steps:
    - migrate: { files: dbmate, after: 9_x.sql }
rollback: { way: code-only }
`
    using folder = specFolder(spec, { ...FILES, 'scenario.ts': '' })
    deepEqual(await folder.complaints(), [
      '3:30  seed.upTo: expected a migration of dbmate, found 9_x.sql (did you mean 1_a.sql?)',
      '6:40  upgrade.steps[0].migrate.after: expected a migration of dbmate, found 9_x.sql (did you mean 1_a.sql?)',
    ])
  })
})
