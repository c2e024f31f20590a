import { createHash } from 'node:crypto'
import type { CatalogDifference } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { CATALOG_QUERIES } from './catalog-queries.ts'
import { connect } from './connect.ts'

/** Every object of a database by kind and name (`column public.orders.note`), each with its definition in one string. */
export interface Catalog {
  readonly objects: ReadonlyMap<string, string>
  /** Over all names and definitions, sorted. */
  readonly sha256: string
}

/**
 * Reads the catalog in one snapshot. Neither OIDs nor the order of creation enter it, so equal schemas have equal
 * digests however they came about.
 */
export async function digestCatalog(address: DatabaseAddress): Promise<Catalog> {
  await using session = await connect(address, 'fulldress')
  // Definitions are deparsed relative to the search path; an empty one makes them spell every schema out.
  await session.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  await session.query("SET LOCAL search_path = ''")
  const objects = new Map<string, string>()
  for (const text of CATALOG_QUERIES) {
    for (const { object, definition } of await session.query<{ object: string; definition: string }>(text)) {
      objects.set(object, definition)
    }
  }
  await session.query('COMMIT')
  return catalogOf(objects)
}

export function catalogOf(objects: ReadonlyMap<string, string>): Catalog {
  const hash = createHash('sha256')
  for (const [object, definition] of [...objects].sort(byName)) hash.update(`${object}\0${definition}\0`)
  return { objects, sha256: hash.digest('hex') }
}

/** What is gone, new or other than it was, sorted by name. */
export function compareCatalogs(before: Catalog, after: Catalog): readonly CatalogDifference[] {
  const names = [...new Set([...before.objects.keys(), ...after.objects.keys()])].sort()
  return names.flatMap((object) => {
    const was = before.objects.get(object) ?? null
    const is = after.objects.get(object) ?? null
    if (was === is) return []
    const change = was === null ? 'added' : is === null ? 'missing' : 'changed'
    return [{ object, change, was, is }]
  })
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : one > other ? 1 : 0
}
