import { identifier } from '../naming.ts'
import type { Session } from '../session.ts'
import { candidates } from './candidates.ts'
import type { Column } from './column.ts'
import type { Numbering } from './key.ts'
import { spread } from './partition.ts'
import { type Pattern, patterned, type Seen } from './pattern.ts'
import { type Pool, pooled } from './pool.ts'
import type { Table } from './table.ts'
import { alike } from './text.ts'
import { room, value } from './value.ts'

/** What new rows are made from. */
export interface Material {
  readonly table: Table
  readonly pattern: Pattern | null
  readonly pools: readonly Pool[]
  readonly numbering: Numbering
  /** SQL of the row's number, which begins after `have`. */
  readonly i: string
  readonly have: number
  readonly rows: number
}

/** Names of columns whose values tell rows apart although no constraint says so. */
const TELLING =
  /(^|_)(e_?mail|name|slug|code|sku|token|key|hash|ur[li]|login|user(name)?|phone|ref(erence)?|number|num|no|uuid|guid|id|handle|title|path|external_id|serial|isbn|ean|iban)$/i

/** Values that SQL knows by itself; a default that calls anything else is left to do so. */
const TIMELY =
  /^(now\(\)|CURRENT_(DATE|TIMESTAMP|TIME)|LOCALTIMESTAMP|clock_timestamp\(\)|gen_random_uuid\(\)|.*uuid_generate_v\d\(\)|'now'::)/i

/** What each column may be given, the likeliest first. Whether it fits is found out by asking the server. */
export async function optionsOf(session: Session, material: Material): Promise<ReadonlyMap<string, readonly string[]>> {
  const options = new Map<string, readonly string[]>()
  for (const column of material.table.columns) {
    const made = await likely(session, material, column)
    const usual = copied(material, column)
    const plain = value(column, numberOf(material, column)) ?? `(${material.i})::text::${column.typeSql}`
    const rest = candidates(material.table, column, numberOf(material, column))
    const none = column.notNull ? [] : [`NULL::${column.typeSql}`]
    options.set(column.name, [...new Set([...made, ...usual, plain, ...rest, ...none])])
  }
  return options
}

/** A copy would collide with its original where values must differ. */
function copied({ pattern, numbering }: Material, { name, sequence }: Column): readonly string[] {
  const differs = sequence !== null || numbering.distinct.has(name) || numbering.numbers.has(name)
  return pattern === null || differs ? [] : [patterned(name)]
}

function numberOf({ numbering, i }: Material, { name }: Column): string {
  return numbering.numbers.get(name) ?? i
}

async function likely(session: Session, material: Material, column: Column): Promise<readonly string[]> {
  const { table, pattern, pools, numbering, i } = material
  const { name, typeSql } = column
  const pool = pools.find(({ foreignKey }) => foreignKey.columns.includes(name))
  if (pool !== undefined) return pool.rows === 0 && !column.notNull ? [`NULL::${typeSql}`] : referring(pool, name)
  const placed = spread(table.bounds, name, typeSql, i)
  if (placed !== null) return [placed]
  if (column.sequence !== null || numbering.distinct.has(name)) return await another(session, material, column)
  if (numbering.numbers.has(name)) return []
  const seen = pattern?.columns.get(name)
  if (seen !== undefined) return seen.distinct && telling(column, seen) ? await another(session, material, column) : []
  return column.default !== null && (await usable(session, column)) ? [`(${column.default})::${typeSql}`] : []
}

/** Whether values that were all different so far are likely to have to stay so. */
function telling({ name, type }: Column, { values }: Seen): boolean {
  // A number that refers to another table's row must go on doing so.
  if (/._id$/i.test(name) && type.category !== 'S') return false
  if (type.name === 'uuid') return true
  if (type.category === 'S') return values >= 20 || (values >= 2 && TELLING.test(name))
  return type.category === 'N' && values >= 2 && TELLING.test(name)
}

function referring(pool: Pool, name: string): readonly string[] {
  return pool.rows === 0 ? [] : [pooled(pool, name)]
}

/** A value unlike those there are. */
async function another(session: Session, material: Material, column: Column): Promise<readonly string[]> {
  const { table, pattern, i, have, rows } = material
  const manner = pattern?.columns.get(column.name)?.manner ?? null
  if (manner !== null) {
    const made = alike(manner, patterned(column.name), column.limit.length, i)
    return made === null ? [] : [`(${made})::${column.typeSql}`]
  }
  if (column.type.name === 'uuid') return [value(column, i) ?? 'gen_random_uuid()']
  if (column.type.category !== 'N' || column.type.name === 'money') return []
  const top = await highest(session, table, column)
  const whole = column.limit.precision === null ? room(column) : 10 ** (column.limit.precision - column.limit.scale)
  return top + rows >= whole ? [] : [`(${Math.ceil(top) - have} + ${i})::${column.typeSql}`]
}

async function highest(session: Session, { sql }: Table, { name, sequence }: Column): Promise<number> {
  const [row] = await session.query<{ top: number }>(
    `SELECT greatest(0, (SELECT max(${identifier(name)}) FROM ${sql}),
       ${sequence === null ? '0' : `(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ${sequence})`})::float8 AS top`,
  )
  return row?.top ?? 0
}

/** A number from 0 or an empty text would be refused by a likely check of tomorrow, and one that fails is of no use. */
async function usable(session: Session, { default: expression, type, typeSql }: Column): Promise<boolean> {
  if (expression === null || TIMELY.test(expression)) return false
  if (type.category === 'N' && !expression.includes('(')) return false
  await session.run('SAVEPOINT usable')
  try {
    const [row] = await session.query<{ empty: boolean }>(
      `SELECT (v IS NULL OR v::text = '') AS empty FROM (SELECT (${expression})::${typeSql}) AS d(v)`,
    )
    return row?.empty === false
  } catch {
    await session.run('ROLLBACK TO SAVEPOINT usable')
    return false
  }
}
