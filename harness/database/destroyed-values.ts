import type { DestroyedObject, DestroyedValues } from '../model/facts-of-ways.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { literal } from './naming.ts'
import { connect, type Session } from './session.ts'

/** A count reads a whole table, and clients are waiting to be served. */
const SETTINGS = { statement_timeout: '5s', lock_timeout: '500ms', default_transaction_read_only: 'on' } as const

/** Counts what is in objects that a rollback would destroy; null for what took too long or is not there. */
export async function countDestroyed(
  address: DatabaseAddress,
  objects: readonly DestroyedObject[],
): Promise<readonly DestroyedValues[]> {
  await using session = await connect(address, { application: 'fulldress', settings: SETTINGS })
  const counted: DestroyedValues[] = []
  for (const destroyed of objects) {
    const values = await count(session, destroyed).catch(() => null)
    counted.push({ object: destroyed.object, values })
  }
  return counted
}

async function count(session: Session, { loss, relation, column, was, is }: DestroyedObject): Promise<number> {
  switch (loss) {
    case 'table':
      return rowsWhere(session, relation, 'true')
    case 'column':
      return rowsWhere(session, relation, `${column} IS NOT NULL${await unlikeDefault(session, relation, `${column}`)}`)
    case 'narrowed':
      return rowsWhere(session, relation, `${column} IS NOT NULL AND ${doesNotFit(`${column}`, `${is}`)}`)
    case 'enum-value':
      return labelled(session, relation, was)
    default:
      return loss satisfies never
  }
}

async function rowsWhere(session: Session, relation: string, condition: string): Promise<number> {
  const [row] = await session.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${relation} WHERE ${condition}`)
  return row?.rows ?? 0
}

/** Text that is no input of the other type, or that reads otherwise once it was. */
function doesNotFit(column: string, type: string): string {
  const text = `${column}::text`
  return `CASE WHEN pg_input_is_valid(${text}, ${literal(type)}) THEN (${text}::${type})::text <> ${text} ELSE true END`
}

/** What a column holds because of its own constant default was written by nobody. */
async function unlikeDefault(session: Session, relation: string, column: string): Promise<string> {
  const [row] = await session.query<{ text: string }>(
    `SELECT pg_get_expr(d.adbin, d.adrelid) AS text
     FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     WHERE d.adrelid = to_regclass($1) AND quote_ident(a.attname) = $2`,
    [relation, column],
  )
  const constant = /^(?:'(?:[^']|'')*'(?:::[\w ."[\]()]+)?|-?\d+(?:\.\d+)?|true|false)$/.exec(row?.text ?? '')
  return constant === null ? '' : ` AND ${column} IS DISTINCT FROM ${constant[0]}`
}

/** In every column of that enum. */
async function labelled(session: Session, type: string, label: string): Promise<number> {
  const columns = await session.query<{ relation: string; column: string }>(
    `SELECT a.attrelid::regclass::text AS relation, quote_ident(a.attname) AS column
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE a.atttypid = to_regtype($1) AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
    [type],
  )
  let values = 0
  for (const { relation, column } of columns)
    values += await rowsWhere(session, relation, `${column}::text = ${literal(label)}`)
  return values
}
