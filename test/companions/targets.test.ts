import assert from 'node:assert/strict'
import { type Target, usedByClients } from '../../harness/companions/targets.ts'

const target = (relation: string): Target => ({
  ...{ oid: 1, relation, sql: relation, relkind: 'r', mode: 'RowExclusiveLock', write: null, hold: null },
})

describe('what a migration is tried on', () => {
  const touched = ['orders', 'knex_migrations_lock', 'public.alembic_version', 'bird_migrations'].map(target)

  it('is nothing that its tool keeps about itself: no client waits for that', () => {
    assert.deepEqual(
      usedByClients(touched, 'command').map(({ relation }) => relation),
      ['orders', 'bird_migrations'],
    )
  })

  it('is whatever files of SQL touch, for they keep no history', () => {
    assert.deepEqual(usedByClients(touched, 'sql'), touched)
  })
})
