import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { columnOrderDifferences, compareCatalogs, digestCatalog } from '../../harness/database/catalog.ts'
import { inWords } from '../../harness/model/catalog-difference.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import type { TestServer } from '../../test/live/postgres.ts'
import { BASE, build, onClone } from './ground.ts'
import { dump, restore } from './pg-dump.ts'

/** Makes and removes things on the way, so that numbers and positions are others than in the base. */
const DETOUR = [
  'ALTER TABLE orders ADD COLUMN gone int; ALTER TABLE orders DROP COLUMN gone',
  'ALTER TABLE customers ADD COLUMN gone int; ALTER TABLE customers DROP COLUMN gone',
  "ALTER TYPE mood RENAME VALUE 'calm' TO 'gone'; ALTER TYPE mood RENAME VALUE 'gone' TO 'calm'",
  'DROP INDEX orders_placed; CREATE INDEX orders_placed ON orders (placed)',
  'GRANT SELECT ON scratch TO catalog_reader; REVOKE SELECT ON scratch FROM catalog_reader',
]

/** What differs, in words, between the base and the same made in another order; nothing is what there should be. */
export async function inAnotherOrder(server: TestServer, seed: number): Promise<readonly string[]> {
  const other = await server.createDatabase()
  {
    await using session = await server.session(other)
    await build(session, shuffled(BASE, seed))
    await build(session, DETOUR)
  }
  return differences(server.address, other)
}

/**
 * pg_dump leaves the handlers out of a language whose handlers are another's, and then it cannot be restored; and it does
 * not say an extension's version, so that the newest is restored.
 */
const BEYOND_PG_DUMP = 'DROP LANGUAGE pltwin; ALTER EXTENSION hstore UPDATE'

/** The same between the base and what pg_dump and psql make of it. */
export async function restored(server: TestServer, programs: string): Promise<readonly string[]> {
  const other = await server.createDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'catalog-'))
  try {
    const file = join(folder, 'base.sql')
    return await onClone(server, server.address.database, async (address) => {
      await using session = await server.session(address)
      await session.run(BEYOND_PG_DUMP)
      writeFileSync(file, await dump(programs, address))
      await restore(programs, other, file)
      return differences(address, other)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function differences(one: DatabaseAddress, other: DatabaseAddress): Promise<readonly string[]> {
  const [before, after] = [await digestCatalog(one), await digestCatalog(other)]
  const found = [...compareCatalogs(before, after).map(inWords), ...columnOrderDifferences(before, after).map(String)]
  return found.length === 0 && before.sha256 !== after.sha256 ? ['the digests differ, and nothing else'] : found
}

/** The same order for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed
  return items
    .map((item) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return { item, key: state }
    })
    .toSorted((one, other) => one.key - other.key)
    .map(({ item }) => item)
}
