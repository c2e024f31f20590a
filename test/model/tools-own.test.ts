import assert from 'node:assert/strict'
import { isToolsDefault, isToolsLock, isToolsOwn } from '../../harness/model/tools-own.ts'

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

  it('have a name that a tool gives by itself, or one that somebody chose', () => {
    const defaults = [
      'migrations',
      'schema_migrations',
      '__diesel_schema_migrations',
      'knex_migrations_lock',
      'pgmigrations',
    ]
    const others = ['drizzle.__drizzle_migrations', '_sqlx_migrations', 'goose_db_version', 'sqitch.changes']
    const chosen = ['customer_migrations', 'app_migration', 'public.bird_migrations']
    assert.deepEqual([...defaults, ...others, ...chosen].filter(isToolsDefault), [...defaults, ...others])
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
