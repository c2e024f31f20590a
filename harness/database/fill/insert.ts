import { identifier } from '../naming.ts'
import type { Session } from '../session.ts'
import { type Material, optionsOf } from './choice.ts'
import { numberKeys } from './key.ts'
import { takePattern } from './pattern.ts'
import { takePools } from './pool.ts'
import { type Choice, type Found, rowsSql, search } from './search.ts'
import type { ForeignKey, Table } from './table.ts'

const BATCH = 250_000
/** Rows that collide with others are left out; this often the gaps are filled. */
const ROUNDS = 4

export interface Filling {
  readonly rows: number
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

export interface Inserted {
  readonly rows: number
  /** Foreign keys that must hold a value and whose parents had no row yet: the new rows refer to nobody. */
  readonly orphaned: readonly ForeignKey[]
}

export async function countRows(session: Session, { sql, partitioned }: Table): Promise<number> {
  const [row] = await session.query<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${partitioned ? '' : 'ONLY '}${sql}`,
  )
  return row?.rows ?? 0
}

/** Brings a table up to `rows` rows, all or none of them, and answers how many it has. */
export async function insertRows(session: Session, table: Table, filling: Filling): Promise<Inserted> {
  const have = await countRows(session, table)
  if (have >= filling.rows) return { rows: have, orphaned: [] }
  await session.run('BEGIN')
  try {
    const pattern = await takePattern(session, table, have)
    const pools = await takePools(session, table, { rows: filling.rows, have })
    const i = 'g.i'
    const numbering = numberKeys(table, pools, { i, rows: filling.rows })
    const material: Material = { table, pattern, pools, numbering, i, have, rows: filling.rows }
    const found = await search(session, material, await optionsOf(session, material))
    const rows = await insertAll(session, material, filling, {
      ...found,
      choice: selfReferring(material, found.choice),
    })
    await advanceSequences(session, table)
    await session.run('COMMIT')
    return { rows, orphaned: orphaning(material) }
  } catch (error) {
    await session.run('ROLLBACK')
    throw error
  }
}

async function insertAll(
  session: Session,
  material: Material,
  { rows, progress, signal }: Filling,
  found: Found,
): Promise<number> {
  const { table, have } = material
  let [count, next] = [have, have + 1]
  for (let round = 1; round <= ROUNDS && count < rows; round++) {
    const before = count
    for (let left = rows - count; left > 0; left -= BATCH) {
      signal.throwIfAborted()
      const last = next + Math.min(left, BATCH) - 1
      await insertSpan(session, material, found, { first: next, last, step: 1 })
      next = last + 1
      progress(`${table.relation}: ${Math.min(rows, next - 1)} of ${rows} rows`)
    }
    count = await countRows(session, table)
    if (count === before) break
  }
  if (count === have) throw new Error(`no row that was made fits ${table.relation}'s constraints`)
  return count
}

/** What collides with a row that is there is left out. */
async function insertSpan(
  session: Session,
  material: Material,
  { choice, filters }: Found,
  span: { first: number; last: number; step: number },
): Promise<void> {
  const { sql } = material.table
  const columns = [...choice.keys()].map(identifier).join(', ')
  const where = filters.length === 0 ? '' : `WHERE ${filters.join(' AND ')}`
  await session.run(
    `INSERT INTO ${sql} (${columns}) OVERRIDING SYSTEM VALUE
     SELECT ${columns} FROM (${rowsSql(material, choice, span)}) AS made ${where} ON CONFLICT DO NOTHING`,
  )
}

/** The first rows of a table that refers to itself, and must, refer to themselves. */
function selfReferring({ table, pools }: Material, choice: Choice): Choice {
  const changed = new Map(choice)
  for (const { foreignKey, rows } of pools) {
    if (foreignKey.parent !== table.oid || rows > 0) continue
    for (const [at, column] of foreignKey.columns.entries()) {
      const own = choice.get(foreignKey.parentColumns[at] ?? '')
      if (own !== undefined && table.columns.find(({ name }) => name === column)?.notNull) changed.set(column, own)
    }
  }
  return changed
}

function orphaning({ table, pools }: Material): readonly ForeignKey[] {
  return pools
    .filter(({ foreignKey, rows }) => rows === 0 && foreignKey.parent !== table.oid)
    .map(({ foreignKey }) => foreignKey)
    .filter(({ columns }) => table.columns.every(({ name, notNull }) => notNull || !columns.includes(name)))
}

/** Rows that come later must not collide with those that were given their numbers. */
async function advanceSequences(session: Session, { sql, columns }: Table): Promise<void> {
  for (const { name, sequence } of columns) {
    if (sequence === null) continue
    await session.query(
      `SELECT setval('${sequence.replaceAll("'", "''")}', top) FROM (SELECT max(${identifier(name)})::int8 AS top FROM ${sql}) AS t
       WHERE top > (SELECT last_value FROM ${sequence}) OR top = (SELECT last_value FROM ${sequence})`,
    )
  }
}
