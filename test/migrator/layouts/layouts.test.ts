import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { LAYOUTS, recognise } from '../../../harness/migrator/layouts/index.ts'
import { type Listing, listFolder } from '../../../harness/migrator/layouts/listing.ts'

/** A folder by the texts of its files. */
function folder(texts: Readonly<Record<string, string>>): Listing {
  return { path: 'db', files: Object.keys(texts).toSorted(), read: (file) => texts[file] ?? '' }
}

function named(...files: readonly string[]): Listing {
  return folder(Object.fromEntries(files.map((file) => [file, 'SELECT 1;'])))
}

function namesOf(listing: Listing): readonly string[] {
  return recognise(listing)?.migrations.map(({ name }) => name) ?? []
}

describe('layouts of migrations', () => {
  it('orders up and down files by number, and pairs them', () => {
    const listing = named('10_b.up.sql', '2_a.up.sql', '2_a.down.sql')
    assert.deepEqual(namesOf(listing), ['db/2_a.up.sql', 'db/10_b.up.sql'])
    const [first, second] = recognise(listing)?.migrations ?? []
    assert.equal(first?.down?.file, 'db/2_a.down.sql')
    assert.equal(second?.down, null)
    assert.equal(recognise(listing)?.tool, 'up and down files')
  })

  it('takes numbered files for upward ones and leaves what has no number', () => {
    assert.deepEqual(namesOf(named('001_a.sql', '002-b.sql', 'base.sql', 'traffic.sql')), [
      'db/001_a.sql',
      'db/002-b.sql',
    ])
  })

  it('reads sqlx’s order not to use a transaction', () => {
    const texts = { '1_a.sql': '-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a);', '2_b.sql': 'SELECT 1;' }
    assert.deepEqual(
      recognise(folder(texts))?.migrations.map(({ up }) => up.transaction),
      [false, true],
    )
  })

  it('cuts dbmate’s file in two and keeps the lines', () => {
    const text = '-- a word\n-- migrate:up\nCREATE TABLE t ();\n\n-- migrate:down\nDROP TABLE t;\n'
    const found = recognise(folder({ '20260101_t.sql': text }))
    assert.equal(found?.tool, 'dbmate')
    const [{ up, down }] = found.migrations as [(typeof found.migrations)[0]]
    assert.deepEqual(up, {
      file: 'db/20260101_t.sql',
      text: '\n-- migrate:up\nCREATE TABLE t ();',
      transaction: 'always',
    })
    assert.equal(down?.text, '\n\n\n\n-- migrate:down\nDROP TABLE t;')
  })

  it('reads dbmate’s transaction:false for each direction by itself', () => {
    const text = '-- migrate:up transaction:false\nVACUUM;\n-- migrate:down\nSELECT 1;'
    const [migration] = recognise(folder({ '1_v.sql': text }))?.migrations ?? []
    assert.deepEqual([migration?.up.transaction, migration?.down?.transaction], [false, 'always'])
  })

  it('knows goose, sql-migrate and node-pg-migrate by their comments', () => {
    const tools = ['-- +goose Up', '-- +migrate Up', '-- Up Migration'].map(
      (marker) => recognise(folder({ '001_a.sql': `${marker}\nSELECT 1;` }))?.tool,
    )
    assert.deepEqual(tools, ['goose', 'sql-migrate', 'node-pg-migrate'])
  })

  it('reads goose’s NO TRANSACTION', () => {
    const text = '-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;'
    assert.equal(recognise(folder({ '1_a.sql': text }))?.migrations[0]?.up.transaction, false)
  })

  it('compares versions as Flyway does, and puts repeatable files last', () => {
    const listing = named(
      'V1_10__d.sql',
      'V1.2__b.sql',
      'V1.1__a.sql',
      'V1.2.1__c.sql',
      'V2__e.sql',
      'R__views.sql',
      'U2__e.sql',
    )
    assert.deepEqual(namesOf(listing), [
      'db/V1.1__a.sql',
      'db/V1.2__b.sql',
      'db/V1.2.1__c.sql',
      'db/V1_10__d.sql',
      'db/V2__e.sql',
      'db/R__views.sql',
    ])
    assert.equal(recognise(listing)?.migrations[4]?.down?.file, 'db/U2__e.sql')
  })

  it('reads Flyway’s executeInTransaction beside the file', () => {
    const texts = { 'V1__a.sql': 'VACUUM;', 'V1__a.sql.conf': 'executeInTransaction=false\n' }
    assert.equal(recognise(folder(texts))?.migrations[0]?.up.transaction, false)
  })

  it('sorts Diesel’s folders by version without dashes', () => {
    const listing = named('2020-01-02-000000_b/up.sql', '20200101000000_a/up.sql', '2020-01-02-000000_b/down.sql')
    assert.deepEqual(namesOf(listing), ['db/20200101000000_a', 'db/2020-01-02-000000_b'])
    assert.equal(recognise(listing)?.migrations[1]?.down?.file, 'db/2020-01-02-000000_b/down.sql')
  })

  it('reads Diesel’s run_in_transaction', () => {
    const texts = { '1_a/up.sql': 'VACUUM;', '1_a/metadata.toml': 'run_in_transaction = false\n' }
    assert.equal(recognise(folder(texts))?.migrations[0]?.up.transaction, false)
    const unsaid = recognise(folder({ '1_a/up.sql': 'CREATE INDEX CONCURRENTLY i ON t (a)' }))
    assert.equal(unsaid?.migrations[0]?.up.transaction, 'always')
  })

  it('follows sqitch.plan, tags and reworked changes included', () => {
    const plan = [
      '%syntax-version=1.0.0',
      '%project=shop',
      '',
      'users 2026-01-01T00:00:00Z A <a@b.c> # the users',
      'orders [users] 2026-01-02T00:00:00Z A <a@b.c> # orders',
      '@v1 2026-01-03T00:00:00Z A <a@b.c> # first',
      'users [users@v1] 2026-01-04T00:00:00Z A <a@b.c> # again',
    ].join('\n')
    const texts = {
      'sqitch.plan': plan,
      'deploy/users.sql': '\\set ON_ERROR_STOP on\nBEGIN;\nCOMMIT;',
      'deploy/users@v1.sql': 'BEGIN;\nCOMMIT;',
      'deploy/orders.sql': 'BEGIN;\nCOMMIT;',
      'revert/orders.sql': 'BEGIN;\nCOMMIT;',
    }
    assert.deepEqual(namesOf(folder(texts)), ['db/deploy/users@v1.sql', 'db/deploy/orders.sql', 'db/deploy/users.sql'])
    const [, orders, again] = recognise(folder(texts))?.migrations ?? []
    assert.equal(orders?.down?.file, 'db/revert/orders.sql')
    assert.deepEqual(again?.up, {
      file: 'db/deploy/users.sql',
      text: '\\set ON_ERROR_STOP on\nBEGIN;\nCOMMIT;',
      transaction: false,
    })
  })

  it('complains of a script that sqitch.plan names and that is not there', () => {
    assert.throws(() => recognise(folder({ 'sqitch.plan': 'users 2026-01-01T00:00:00Z A <a@b.c>' })), {
      message: 'expected deploy/users.sql, for db/sqitch.plan names it, found none',
    })
  })

  it('reads graphile-migrate’s committed files, then the current one unless it is empty', () => {
    const texts = {
      'committed/000002-b.sql': '--! Previous: sha1:x\n--! no-transaction\n\nVACUUM;',
      'committed/000001.sql': '--! Previous: -\n\nSELECT 1;',
      'current.sql': '-- Enter migration here\n',
    }
    assert.deepEqual(namesOf(folder(texts)), ['db/committed/000001.sql', 'db/committed/000002-b.sql'])
    assert.equal(recognise(folder(texts))?.migrations[1]?.up.transaction, false)
    assert.equal(namesOf(folder({ ...texts, 'current.sql': 'SELECT 1;' }))[2], 'db/current.sql')
  })

  it('knows Prisma by its lock file and Drizzle by its journal', () => {
    assert.deepEqual(namesOf(named('20260101_a/migration.sql')), [])
    assert.deepEqual(namesOf(named('20260101_a/migration.sql', 'migration_lock.toml')), ['db/20260101_a'])
    const journal = '{"entries":[{"idx":1,"tag":"0001_b"},{"idx":0,"tag":"0000_z"}]}'
    const listing = folder({ 'meta/_journal.json': journal, '0001_b.sql': '', '0000_z.sql': '' })
    assert.deepEqual(namesOf(listing), ['db/0000_z.sql', 'db/0001_b.sql'])
  })

  it('takes no folder for what it is not', () => {
    assert.equal(recognise(named('schema.sql', 'README.md', 'src/index.js', '20260101-a.js')), null)
  })

  it('says of each layout what it looks for', () => {
    assert.equal(new Set(LAYOUTS.map(({ looksFor }) => looksFor)).size, LAYOUTS.length)
  })
})

describe('listing a folder', () => {
  it('passes over what is hidden and what a package manager put there, and goes two folders down', () => {
    const root = mkdtempSync(join(tmpdir(), 'listing-'))
    try {
      for (const file of ['1.sql', '.git/1.sql', 'node_modules/1.sql', 'a/b/2.sql', 'a/b/c/3.sql']) {
        mkdirSync(dirname(join(root, file)), { recursive: true })
        writeFileSync(join(root, file), '')
      }
      assert.deepEqual(listFolder(root).files, ['1.sql', 'a/b/2.sql'])
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})
