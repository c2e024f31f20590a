import { steadyColumns } from '../companions/steady-columns.ts'
import { type Catalog, compareCatalogs, digestCatalog } from '../database/catalog.ts'
import { LARGE_OBJECTS } from '../database/rows/large-objects.ts'
import { compareRows, digestRows, type RowDigest } from '../database/rows.ts'
import { connect, type Session } from '../database/session.ts'
import type { CatalogDifference, TableDifference } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type Marked, suspects } from './marks.ts'

/** What an uninterrupted run left, and how to have it once more. */
export interface Reference {
  readonly address: DatabaseAddress
  readonly catalog: Catalog
  readonly marked: Marked
  /** A second uninterrupted run, made when it is needed: what differs between the two proves nothing. */
  again(): Promise<DatabaseAddress>
}

const MOST_TOLD = 20

/** Digests name tables of the schema public without it. */
const NAMED = { application: 'fulldress', settings: { search_path: 'public' } }

/** How a clone differs from the reference, one sentence each. Rows are read of tables that a run may have changed. */
export async function differencesTo(
  reference: Reference,
  clone: DatabaseAddress,
  marked: Marked,
): Promise<readonly string[]> {
  const catalog = compareCatalogs(reference.catalog, await digestCatalog(clone)).map(inCatalog)
  const rows = await rowDifferences(reference, clone, suspects(reference.marked, marked))
  return [...catalog, ...rows.map(inRows)].slice(0, MOST_TOLD)
}

async function rowDifferences(
  { address, again }: Reference,
  clone: DatabaseAddress,
  tables: readonly string[],
): Promise<readonly TableDifference[]> {
  if (tables.length === 0) return []
  const expected = await digestRows(address, undefined, { tables })
  const found = compareRows(expected, await digestRows(clone, expected, { tables }))
  if (!found.some(({ rowsBefore, rowsAfter }) => rowsBefore === rowsAfter)) return found
  const steady = await steadyAmong(expected, found, [address, await again()])
  const only = { tables: steady.tables.map(({ table }) => table) }
  const once = await digestRows(address, steady, only)
  return compareRows(once, await digestRows(clone, once, only))
}

/** Without columns that hold times, random numbers and their like, or numbers of which an attempt uses some up. */
async function steadyAmong(
  expected: RowDigest,
  differing: readonly TableDifference[],
  [one, other]: readonly [DatabaseAddress, DatabaseAddress],
): Promise<RowDigest> {
  await using first = await connect(one, NAMED)
  await using second = await connect(other, NAMED)
  const suspects = new Set(differing.map(({ table }) => table))
  const tables: RowDigest['tables'][number][] = []
  for (const table of expected.tables.filter((candidate) => suspects.has(candidate.table))) {
    const steady = await steadyColumns([first, second], table)
    const numbered = await numberedColumns(first, table.table)
    tables.push({ ...table, columns: steady.filter((column) => !numbered.has(column)) })
  }
  return { tables }
}

/** Columns that take their value from a sequence, and those that refer to such a one. */
async function numberedColumns(session: Session, table: string): Promise<ReadonlySet<string>> {
  if (table === LARGE_OBJECTS) return new Set()
  const rows = await session.query<{ column: string }>(
    `WITH numbered AS (
       SELECT a.attrelid, a.attnum FROM pg_attribute a
       LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attnum > 0 AND NOT a.attisdropped
         AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%'))
     SELECT quote_ident(a.attname) AS column FROM pg_attribute a
     WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND (
       EXISTS (SELECT FROM numbered n WHERE n.attrelid = a.attrelid AND n.attnum = a.attnum)
       OR EXISTS (SELECT FROM pg_constraint f JOIN numbered n ON n.attrelid = f.confrelid AND n.attnum = ANY(f.confkey)
                  WHERE f.contype = 'f' AND f.conrelid = a.attrelid AND a.attnum = ANY(f.conkey)))`,
    [table],
  )
  return new Set(rows.map(({ column }) => column))
}

const BECOMES = {
  missing: 'is missing',
  added: 'is there, which an uninterrupted run does not leave',
  changed: 'is another than after an uninterrupted run',
} as const

function inCatalog({ object, change }: CatalogDifference): string {
  return `${object} ${BECOMES[change]}`
}

function inRows({ table, rowsBefore, rowsAfter }: TableDifference): string {
  if (rowsBefore === null) return `table ${table} is there, which an uninterrupted run does not leave`
  if (rowsAfter === null) return `table ${table} is missing`
  if (rowsBefore !== rowsAfter) return `${table} has ${rowsAfter} rows, after an uninterrupted run ${rowsBefore}`
  return `${table} has other values in its ${rowsAfter} rows than after an uninterrupted run`
}
