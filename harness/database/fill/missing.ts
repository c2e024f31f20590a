import { identifier } from '../naming.ts'
import type { Session } from '../session.ts'
import { type Material, optionsOf } from './choice.ts'
import { numberKeys } from './key.ts'
import { joinPool, takePools } from './pool.ts'
import { readTable, type Table } from './table.ts'

/**
 * Gives values to columns that hold none in any row, as the application would have done by the time the next migration
 * comes: one that drops, narrows or requires such a column has nothing to lose else. Answers the columns that have
 * values now; what no value fits stays as it was. Asks for a transaction's worth of patience: rows are written once.
 */
export async function fillMissing(
  session: Session,
  oid: number,
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: number },
): Promise<readonly string[]> {
  const table = await readTable(session, oid)
  const missing = new Set(table.columns.map(({ name }) => name).filter((name) => columns.includes(name)))
  if (missing.size === 0 || rows === 0) return []
  await session.run('BEGIN')
  try {
    const material = await materialOf(session, table, { rows, missing })
    const options = await optionsOf(session, material)
    const wanted = [...missing].map((name) => [name, present(options.get(name) ?? [])] as const)
    const filled = await together(session, material, wanted)
    await session.run('COMMIT')
    return filled
  } catch (error) {
    await session.run('ROLLBACK')
    throw error
  }
}

type Wanted = readonly (readonly [column: string, options: readonly string[]])[]

async function materialOf(
  session: Session,
  table: Table,
  { rows, missing }: { readonly rows: number; readonly missing: ReadonlySet<string> },
): Promise<Material> {
  const only = {
    ...table,
    foreignKeys: table.foreignKeys.filter(({ columns }) => columns.every((one) => missing.has(one))),
  }
  const pools = await takePools(session, only, { rows, have: 0 })
  const uniques = table.uniques.filter((key) => key.columns.some((column) => missing.has(column)))
  const numbering = numberKeys({ ...only, uniques }, pools, { i: 'g.i', rows })
  return { table: only, pattern: null, pools, numbering, i: 'g.i', have: 0, rows }
}

function present(options: readonly string[]): readonly string[] {
  return options.filter((sql) => !sql.startsWith('NULL::'))
}

/** Conditions over several columns want them all at once; where that is refused, each for itself, and the rest at once. */
async function together(session: Session, material: Material, wanted: Wanted): Promise<readonly string[]> {
  const all = await atOnce(session, material, wanted)
  if (all.length > 0) return all
  const filled: string[] = []
  for (const [column, options] of wanted) {
    for (const sql of options) {
      if (!(await fits(session, material, [[column, sql]]))) continue
      filled.push(column)
      break
    }
  }
  const rest = wanted.filter(([column]) => !filled.includes(column))
  return [...filled, ...(rest.length < wanted.length ? await atOnce(session, material, rest) : [])]
}

async function atOnce(session: Session, material: Material, wanted: Wanted): Promise<readonly string[]> {
  const likeliest = wanted.flatMap(([column, [first]]) => (first === undefined ? [] : [[column, first] as const]))
  if (likeliest.length === 0 || !(await fits(session, material, likeliest))) return []
  return likeliest.map(([column]) => column)
}

async function fits(
  session: Session,
  material: Material,
  values: readonly (readonly [column: string, sql: string])[],
): Promise<boolean> {
  await session.run('SAVEPOINT missing')
  try {
    await session.run(updateSql(material, values))
    await session.run('RELEASE SAVEPOINT missing')
    return true
  } catch {
    await session.run('ROLLBACK TO SAVEPOINT missing')
    return false
  }
}

function updateSql(
  { table: { sql }, pools, numbering, i }: Material,
  values: readonly (readonly [column: string, sql: string])[],
): string {
  const made = values.map(([column, value]) => `${value} AS ${identifier(column)}`)
  const set = values.map(([column]) => `${identifier(column)} = made.${identifier(column)}`)
  const joins = pools
    .filter(({ rows }) => rows > 0)
    .map((pool) => joinPool(pool, pools, numbering.numbers.get(pool.alias) ?? i))
  return `
    UPDATE ${sql} AS t SET ${set.join(', ')}
    FROM (SELECT g.part, g.at, ${made.join(', ')}
          FROM (SELECT tableoid AS part, ctid AS at, row_number() OVER () AS i FROM ${sql}) AS g ${joins.join(' ')}) AS made
    WHERE t.tableoid = made.part AND t.ctid = made.at`
}
