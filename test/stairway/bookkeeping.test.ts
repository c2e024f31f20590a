import assert from 'node:assert/strict'
import { catalogOf } from '../../harness/database/catalog.ts'
import type { CatalogDifference } from '../../harness/model/facts-of-comparison.ts'
import { isToolsSequence, lossesAmong, schemaDifferences, tablesOfUsers } from '../../harness/stairway/bookkeeping.ts'

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

  it('is told from the users’ tables by more than its name', () => {
    const before = catalogOf(new Map([['table public.orders', 'x']]))
    const objects = ['column public.orders.migration', 'index public.by_migration', 'table public.customer_migrations']
    const added = catalogOf(new Map([...before.objects, ...objects.map((object) => [object, 'x'] as const)]))
    const named = (differences: readonly CatalogDifference[]) => differences.map(({ object }) => object)
    assert.deepEqual(named(schemaDifferences({ files: [] }, before, added)), objects)
    const written = (table: string) => table === 'customer_migrations'
    assert.deepEqual(named(schemaDifferences({ files: [] }, before, added, written)), objects.slice(0, 2))
    assert.deepEqual(named(schemaDifferences({ files: [] }, added, before, written)), objects)
  })

  it('is what the operator says it is, with all that belongs to it', () => {
    const objects = [
      'column public.my_history.version',
      'constraint public.my_history.my_history_pkey',
      'index public.my_history_pkey',
      'sequence public.my_history_id_seq',
      'table public.my_history',
    ]
    const stair = { files: [], history: 'my_history' }
    const empty = catalogOf(new Map())
    const added = catalogOf(new Map([...objects, 'table public.orders'].map((object) => [object, 'x'])))
    assert.deepEqual(
      schemaDifferences(stair, empty, added).map(({ object }) => object),
      ['table public.orders'],
    )
    assert.equal(schemaDifferences({ files: [] }, empty, added).length, 6)
    assert.deepEqual(tablesOfUsers(stair, ['my_history', 'orders']), ['orders'])
    assert.deepEqual(
      ['public.my_history_id_seq', 'public.orders_id_seq'].map((name) => isToolsSequence(name, 'my_history')),
      [true, false],
    )
  })

  it('loses no rows that it had before', () => {
    const rows = { table: 'customer_migrations', rowsBefore: 100, columns: [], generated: false }
    const kinds = [
      { ...rows, rowsAfter: 101, lost: 0 },
      { ...rows, rowsAfter: 100, lost: null },
      { ...rows, rowsAfter: 0, lost: 100 },
    ]
    assert.deepEqual(lossesAmong(kinds), kinds.slice(2))
  })

  it('is the migration’s own doing where files are applied', () => {
    assert.deepEqual(left(['1.up.sql']), OBJECTS)
    assert.deepEqual(tablesOfUsers({ files: ['1.up.sql'] }, ['schema_migrations']), ['schema_migrations'])
  })
})
