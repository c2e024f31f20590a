import { rows, type Url } from './psql.ts'

/** What a run left behind. */
export interface State {
  readonly invalidIndexes: readonly string[]
  /** Relations, columns, constraints, indexes and types, one a line. */
  readonly catalog: readonly string[]
  /** `orders|200000|<sum of hashes>`; without the sum where nothing names the table. */
  readonly tables: readonly string[]
  readonly counts: ReadonlyMap<string, { readonly name: string; readonly count: number }>
}

const CATALOG = `
  SELECT 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
    JOIN pg_class c ON c.oid = attrelid
    WHERE attnum > 0 AND NOT attisdropped AND c.relnamespace = 'public'::regnamespace
  UNION ALL SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT 'index', indrelid::regclass, indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid
    FROM pg_index JOIN pg_class c ON c.oid = indrelid WHERE c.relnamespace = 'public'::regnamespace
  UNION ALL SELECT 'label', 0::regclass, enumtypid::regtype::text, enumlabel, true FROM pg_enum
  ORDER BY 1, 2, 3, 4`

/** Rows are summed up in tables that the SQL names, since only those can have changed. */
export async function readState(url: Url, sql: string): Promise<State> {
  const invalidIndexes = await readInvalidIndexes(url)
  const catalog = await rows(url, CATALOG)
  const names = await rows(
    url,
    `SELECT oid::regclass, oid FROM pg_class
      WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        AND relkind = 'r' AND relpersistence <> 't' ORDER BY 1`,
  )
  const queries = names
    .map((row) => row.split('|'))
    .map(([name = '', oid]) => {
      const sum = sql.includes(name) ? 'sum(hashtextextended(t::text, 0)::numeric)' : 'NULL::numeric'
      return `SELECT '${name}', count(*), ${sum}, ${oid} FROM ${name} t`
    })
  const counted = (await rows(url, queries.join(' UNION ALL '))).map((row) => row.split('|'))
  return {
    invalidIndexes,
    catalog,
    tables: counted.map((row) => row.slice(0, 3).join('|')).sort(),
    // By oid, since a table may be renamed.
    counts: new Map(counted.map(([name = '', count, , oid = '']) => [oid, { name, count: Number(count) }])),
  }
}

export async function readInvalidIndexes(url: Url): Promise<readonly string[]> {
  return await rows(url, 'SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid')
}

/** Tables that hold fewer rows than before, or none because they are gone. */
export function rowsLost(before: State, after: State): readonly string[] {
  return [...before.counts].flatMap(([oid, { name, count }]) => {
    const left = after.counts.get(oid)?.count ?? 0
    return left < count ? [`${name}: ${count} rows before, ${left} after`] : []
  })
}

/** Lines that are in one of the two only. */
export function differences(one: readonly string[], other: readonly string[]): readonly string[] {
  const [first, second] = [new Set(one), new Set(other)]
  return [...one.filter((line) => !second.has(line)), ...other.filter((line) => !first.has(line))]
}
