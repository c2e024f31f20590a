import type { DestroyedObject } from '../model/facts-of-ways.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { OWN_ROWS, relationName, usersSchema } from './naming.ts'
import { connect } from './session.ts'

/** What can hold values: tables, their columns with their types, and the labels of enums. Names as SQL writes them. */
export interface Shape {
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly enums: ReadonlyMap<string, readonly string[]>
}

/** Generated columns are left out: they hold nothing that another column does not. */
const COLUMNS = `
  SELECT ${relationName('n.nspname', 'c.relname')} AS relation, quote_ident(a.attname) AS column,
         format_type(a.atttypid, a.atttypmod) AS type
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE ${OWN_ROWS} AND ${usersSchema('n.nspname')}
  ORDER BY 1, a.attnum`

const ENUMS = `
  SELECT format_type(t.oid, NULL) AS type, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS labels
  FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
  GROUP BY t.oid ORDER BY 1`

export async function readShape(address: DatabaseAddress): Promise<Shape> {
  await using session = await connect(address, 'fulldress')
  const columns = await session.query<{ relation: string; column: string | null; type: string }>(COLUMNS)
  const tables = new Map<string, Map<string, string>>()
  for (const { relation, column, type } of columns) {
    const known = tables.get(relation) ?? new Map<string, string>()
    tables.set(relation, known)
    if (column !== null) known.set(column, type)
  }
  const enums = await session.query<{ type: string; labels: string[] }>(ENUMS)
  return { tables, enums: new Map(enums.map(({ type, labels }) => [type, labels])) }
}

/** What the later shape cannot hold as the earlier one could, by name. */
export function destroyedBetween(earlier: Shape, later: Shape): readonly DestroyedObject[] {
  const tables = [...earlier.tables].flatMap(([relation, columns]) => {
    const left = later.tables.get(relation)
    if (left === undefined)
      return [{ object: relation, loss: 'table' as const, relation, column: null, was: '', is: null }]
    return [...columns].flatMap(([column, type]) => lossOf({ relation, column, type }, left.get(column) ?? null))
  })
  const labels = [...earlier.enums].flatMap(([type, labels]) => {
    const left = later.enums.get(type)
    // Without its type a column is another, or gone.
    if (left === undefined) return []
    return labels
      .filter((label) => !left.includes(label))
      .map((was) => ({
        object: `${type} '${was}'`,
        loss: 'enum-value' as const,
        relation: type,
        column: null,
        was,
        is: null,
      }))
  })
  return [...tables, ...labels]
}

function lossOf(
  { relation, column, type }: { readonly relation: string; readonly column: string; readonly type: string },
  is: string | null,
): readonly DestroyedObject[] {
  if (is === type) return []
  return [
    { object: `${relation}.${column}`, loss: is === null ? 'column' : 'narrowed', relation, column, was: type, is },
  ]
}
