import assert from 'node:assert/strict'
import { isToolsLock, isToolsOwn } from '../../harness/database/tools-own.ts'

describe('tables that migration tools keep about themselves', () => {
  it('are known by their names, in any schema', () => {
    const names = [
      'migrations',
      'schema_migrations',
      '__diesel_schema_migrations',
      'pgmigrations',
      'knex_migrations_lock',
    ]
    const others = [
      'drizzle.__drizzle_migrations',
      'flyway_schema_history',
      'public.databasechangeloglock',
      'goose_db_version',
    ]
    for (const name of [...names, ...others]) assert.ok(isToolsOwn(name), name)
  })

  it('are locks where their rows only say who is at work', () => {
    const locks = ['knex_migrations_lock', 'public.databasechangeloglock']
    assert.deepEqual(
      [...locks, 'knex_migrations', 'schema_migrations', 'orders_lock'].filter((name) => isToolsLock(name)),
      locks,
    )
  })

  it('are not confused with tables of the users', () => {
    for (const name of ['orders', 'bird_migrations_seen', 'history', 'migration_costs', 'versions'])
      assert.ok(!isToolsOwn(name), name)
  })
})
