import { describe, RehearsalError } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { LedgerDescription } from '../model/traffic.ts'
import { isRead, isSameContent } from './content.ts'
import { identifier } from './naming.ts'
import { connect, type Session } from './session.ts'
import { sqlstateOf } from './sqlstate.ts'

type Described = Pick<LedgerDescription, 'table' | 'query' | 'key' | 'content'>

/** What a key is asked for: the key as the client knew it, and hashes of its content in the order of the ledger's. */
export interface SoughtWrite {
  readonly key: string
  readonly content?: readonly string[] | undefined
}

export interface FoundWrite {
  /** Rows with this key. */
  readonly times: number
  /** Positions in the ledger's content that were told and hold something else; of a write that is there once. */
  readonly changed: readonly number[]
}

export interface OpenLedger extends AsyncDisposable {
  /** Columns of the content that are gone, while the table and its key are there. */
  readonly gone: readonly string[]
  /** Looks writes up, in their order, in one statement: a caller with many comes in batches. */
  find(writes: readonly SoughtWrite[]): Promise<readonly FoundWrite[]>
}

/** A client's hash is compared with text, so the text must not depend on the server's settings. */
const SETTINGS = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  bytea_output: 'hex',
  extra_float_digits: '1',
  default_transaction_read_only: 'on',
  statement_timeout: '300000',
}

/**
 * Opens a ledger for looking writes up; null where its table or key column is gone, so that it holds no write at all.
 * Rejects with the server's error where the spec's own query cannot be asked.
 */
export async function openLedger(address: DatabaseAddress, ledger: Described): Promise<OpenLedger | null> {
  await using opening = new AsyncDisposableStack()
  const session = opening.use(await connect(address, { application: 'fulldress', settings: SETTINGS }))
  const shape = await shapeOf(session, ledger)
  if (shape === null) return null
  const owned = opening.move()
  return {
    gone: shape.gone,
    find: (writes) => find(session, shape, writes),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Why a ledger cannot be asked, as `expected …, found …` goes on; null where it can. */
export async function whyUnreadable(address: DatabaseAddress, ledger: Described): Promise<string | null> {
  try {
    await using open = await openLedger(address, ledger)
    if (open === null) return await missing(address, ledger)
    return open.gone.length === 0 ? null : `no column ${open.gone.join(', ')}`
  } catch (error) {
    const sqlstate = sqlstateOf(error)
    if (sqlstate === null && !(error instanceof RehearsalError)) throw error
    return sqlstate === null ? describe(error) : `${describe(error)} (${sqlstate})`
  }
}

/** What of a table is not there, and what is. */
async function missing(address: DatabaseAddress, { table, key, content }: Described): Promise<string> {
  await using session = await connect(address, 'fulldress')
  const found = table === null ? null : await columnsOf(session, table)
  if (found === null) return 'no such table'
  const wanted = [...new Set([key, ...content.map(({ column }) => column)])]
  const gone = wanted.filter((column) => !found.columns.includes(column))
  return `no column ${gone.join(', ')}; the columns are ${found.columns.join(', ')}`
}

/** Its columns in their order; null where there is no such table. */
async function columnsOf(
  session: Session,
  table: string,
): Promise<{ readonly name: string; readonly columns: readonly string[] } | null> {
  const [found] = await session.query<{ name: string; columns: string[] }>(
    `SELECT c.oid::regclass::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.oid = to_regclass($1) GROUP BY c.oid`,
    [table],
  )
  return found ?? null
}

/** How a ledger is asked, once the server has said which types it takes and gives. */
interface Shape {
  readonly sql: string
  /** Type of one key, and of the column that answers. */
  readonly keyType: string
  readonly fields: readonly { readonly position: number; readonly type: string }[]
  readonly gone: readonly string[]
}

async function shapeOf(session: Session, ledger: Described): Promise<Shape | null> {
  const { table, key, content } = ledger
  if (table === null)
    return ask(
      session,
      ledger,
      content.map((_, position) => position),
    )
  const found = await columnsOf(session, table)
  if (found === null || !found.columns.includes(key)) return null
  const query = `SELECT * FROM ${found.name} WHERE ${identifier(key)} = ANY ($1)`
  const there = content.flatMap(({ column }, position) => (found.columns.includes(column) ? [position] : []))
  return ask(session, { ...ledger, query }, there)
}

/** Has the server plan the query, which tells the type that its keys are taken for and those of its answer. */
async function ask(session: Session, ledger: Described, positions: readonly number[]): Promise<Shape> {
  const { key, content } = ledger
  const columns = [key, ...positions.map((position) => content[position]?.column ?? '')]
  const query = `(\n${ledger.query}\n) AS l`
  const named = columns.map((column) => `l.${identifier(column)}`)
  await session.run(`PREPARE fulldress_ledger AS SELECT ${named.join(', ')} FROM ${query}`)
  const [types] = await session.query<{ takes: string[]; gives: string[] }>(
    `SELECT parameter_types::text[] AS takes, result_types::text[] AS gives
     FROM pg_prepared_statements WHERE name = 'fulldress_ledger'`,
  )
  await session.run('DEALLOCATE fulldress_ledger')
  const [takes = '', ...more] = types?.takes ?? []
  if (!takes.endsWith('[]') || more.length > 0) {
    const found = takes === '' ? 'no keys' : [takes, ...more].join(', ')
    throw new RehearsalError(
      'spec-invalid',
      `a query that takes ${found}; it must ask with = ANY ($1)`,
      'ask for a list of keys under `traffic.ledgers`',
    )
  }
  const [givesKey = '', ...gives] = types?.gives ?? []
  const keyType = unbounded(takes.slice(0, -2))
  const match = unbounded(givesKey) === keyType ? `${named[0]} = k.key` : `${named[0]}::text = k.key::text`
  const values = gives.map((type, index) =>
    isRead(type) ? `to_jsonb(${named[index + 1]})::text` : `${named[index + 1]}::text`,
  )
  const sql = `SELECT (k.position - 1)::int AS position${values.map((value, index) => `, ${value} AS v${index}`).join('')}
    FROM unnest($1::${keyType}[]) WITH ORDINALITY AS k (key, position) JOIN ${query} ON ${match}`
  const told = new Set(positions)
  return {
    sql,
    keyType,
    fields: positions.map((position, index) => ({ position, type: gives[index] ?? '' })),
    gone: content.flatMap(({ column }, position) => (told.has(position) ? [] : [column])),
  }
}

/** Without a length, these two names stand for a length of one. */
function unbounded(type: string): string {
  if (type === 'character') return 'bpchar'
  return type === 'bit' ? '"bit"' : type
}

type Row = { readonly position: number } & Readonly<Record<string, string | null>>

async function find(session: Session, shape: Shape, writes: readonly SoughtWrite[]): Promise<readonly FoundWrite[]> {
  const keys = [...new Set(writes.map(({ key }) => key))]
  const valid = await validKeys(session, keys, shape.keyType)
  const rows = await session.query<Row>(shape.sql, [valid])
  const found = new Map<string, { times: number; row: Row }>()
  for (const row of rows) {
    const key = valid[row.position] ?? ''
    const known = found.get(key)
    if (known === undefined) found.set(key, { times: 1, row })
    else known.times++
  }
  return writes.map(({ key, content }) => {
    const { times, row } = found.get(key) ?? { times: 0, row: null }
    return { times, changed: row === null || times > 1 ? [] : changedIn(row, content ?? [], shape.fields) }
  })
}

function changedIn(row: Row, content: readonly string[], fields: Shape['fields']): readonly number[] {
  return fields.flatMap(({ position, type }, index) => {
    const hash = content[position] ?? '-'
    return hash === '-' || isSameContent(hash, row[`v${index}`] ?? null, type) ? [] : [position]
  })
}

/**
 * What a scenario recorded may be no value of the key's type, for a key that was missing from an answer is `undefined`;
 * such a key is nowhere, and must not spoil the others.
 */
async function validKeys(session: Session, keys: readonly string[], type: string): Promise<readonly string[]> {
  const spelled = keys.filter((key) => !key.includes('\0'))
  if (type === 'text') return spelled
  const rows = await session.query<{ key: string }>(
    'SELECT key FROM unnest($1::text[]) AS k (key) WHERE pg_input_is_valid(key, $2)',
    [spelled, type],
  )
  return rows.map(({ key }) => key)
}
