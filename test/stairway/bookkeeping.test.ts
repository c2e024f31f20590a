import assert from 'node:assert/strict'
import { catalogOf } from '../../harness/database/catalog.ts'
import { schemaDifferences, tablesOfUsers } from '../../harness/stairway/bookkeeping.ts'

const OBJECTS = [
  'column public.__diesel_schema_migrations.version',
  'constraint public.schema_migrations.schema_migrations_pkey',
  'index public.schema_migrations_pkey',
  'sequence public.migrations_id_seq',
  'table public.migrations',
  'table public.migrations_of_birds',
  'table public.orders',
]

/** Of what a way down left behind. */
const left = (files: readonly string[]) =>
  schemaDifferences({ files }, catalogOf(new Map()), catalogOf(new Map(OBJECTS.map((object) => [object, 'x'])))).map(
    ({ object }) => object,
  )

describe('what a migration tool keeps about itself', () => {
  it('is no residue where the tool goes', () => {
    assert.deepEqual(left([]), ['table public.migrations_of_birds', 'table public.orders'])
    assert.deepEqual(tablesOfUsers({ files: [] }, ['orders', 'schema_migrations']), ['orders'])
  })

  it('is the migration’s own doing where files are applied', () => {
    assert.deepEqual(left(['1.up.sql']), OBJECTS)
    assert.deepEqual(tablesOfUsers({ files: ['1.up.sql'] }, ['schema_migrations']), ['schema_migrations'])
  })
})
