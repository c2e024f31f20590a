import { createHash } from 'node:crypto'
import type { CatalogDifference, ColumnOrderDifference } from '../model/facts-of-comparison.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { catalogOfParts, NEEDED } from './catalog/query.ts'
import { connect } from './session.ts'

/** A schema as text: one definition per object, without numbers of the server's own and without any order. */
export interface Catalog {
  /** `column public.orders.note` → `text, not null, default ''::text`. Sorted by object. */
  readonly objects: ReadonlyMap<string, string>
  /** Of everything that `compareCatalogs` compares. */
  readonly sha256: string
}

/** Kept in the digest, and no difference by itself: no query can tell by name. */
const ORDER = 'column order of '

/** Kept to tell whom another order of columns harms. */
const ROW_TYPE = 'uses of the row type of '

/** Reads the whole catalog in one snapshot: whatever the users made, and nothing of PostgreSQL's own. */
export async function digestCatalog(address: DatabaseAddress): Promise<Catalog> {
  // With an empty search path PostgreSQL spells every name in a definition in full. Compiling so long a query takes many
  // times longer than to run it.
  const settings = { search_path: '', jit: 'off' }
  await using session = await connect(address, { application: 'fulldress', settings })
  const objects = new Map<string, string>()
  await session.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const [asked] = await session.query<{ needed: readonly boolean[] }>(NEEDED)
  const sql = catalogOfParts(asked?.needed ?? [])
  for (const { object, definition } of await session.query<{ object: string; definition: string }>(sql)) {
    if (objects.has(object)) throw new Error(`the catalog's digest met two objects named ${object}`)
    objects.set(object, definition)
  }
  return catalogOf(objects)
}

/** A catalog from its objects, as a side file keeps them. */
export function catalogOf(objects: ReadonlyMap<string, string>): Catalog {
  const sorted = [...objects].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const compared = sorted.filter(([object]) => isCompared(object))
  return { objects: new Map(sorted), sha256: createHash('sha256').update(JSON.stringify(compared)).digest('hex') }
}

/** What differs, object by object, by name. */
export function compareCatalogs(before: Catalog, after: Catalog): readonly CatalogDifference[] {
  const names = [...new Set([...before.objects.keys(), ...after.objects.keys()])].toSorted()
  return names.flatMap((object) => {
    const [was, is] = [before.objects.get(object) ?? null, after.objects.get(object) ?? null]
    if (was === is || !isCompared(object)) return []
    return [{ object, change: is === null ? 'missing' : was === null ? 'added' : 'changed', was, is }]
  })
}

function isCompared(object: string): boolean {
  return !object.startsWith(ORDER) && !object.startsWith(ROW_TYPE)
}

/** Tables whose columns, as far as both have them, stand in another order: unavoidable after DROP and ADD, and no loss. */
export function columnOrderDifferences(before: Catalog, after: Catalog): readonly ColumnOrderDifference[] {
  return [...before.objects].flatMap(([object, one]) => {
    const other = after.objects.get(object)
    if (!object.startsWith(ORDER) || other === undefined || other === one) return []
    const [was, is] = [inCommon(one, other), inCommon(other, one)]
    const table = object.slice(ORDER.length)
    return was === is ? [] : [{ table, was, is, rowTypeUsedBy: after.objects.get(`${ROW_TYPE}${table}`) ?? null }]
  })
}

/** Those of a list of names that stand in another list too. */
function inCommon(names: string, others: string): string {
  const known = new Set(split(others))
  return split(names)
    .filter((name) => known.has(name))
    .join(', ')
}

function split(names: string): readonly string[] {
  return names.match(/"(?:[^"]|"")*"|[^",\s]+/g) ?? []
}
