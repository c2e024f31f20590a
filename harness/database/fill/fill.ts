import { describe } from '../../errors.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { connect, type Session } from '../session.ts'
import { type Inserted, insertRows } from './insert.ts'
import { mendReferences } from './mend.ts'
import { tasksOf } from './order.ts'
import type { Table } from './table.ts'

export interface Filled {
  /** Rows that each table has now: fewer than asked for where its keys have no room for more. */
  readonly filled: readonly { readonly relation: string; readonly rows: number }[]
  readonly failed: readonly { readonly relation: string; readonly reason: string }[]
}

export interface FillOptions {
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/** As a replica, the server fires no user's triggers and checks no references: those that are made exist. */
export const FILLING = {
  session_replication_role: 'replica',
  row_security: 'off',
  search_path: 'public',
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  synchronous_commit: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  transaction_isolation: 'read committed',
  work_mem: '64MB',
  jit: 'off',
  check_function_bodies: 'off',
} as const

/**
 * Brings each table (`orders`, `schema.orders`) up to `rows` rows, with values that its constraints admit. Rows that
 * are there stay as they are, and serve as the pattern. Parents come first; one that has no row gets some. A table that
 * cannot be filled stays as it was and is named with the reason; it rejects only where the server is lost or the
 * signal aborts. Asks for a superuser.
 */
export async function fillTables(
  address: DatabaseAddress,
  tables: readonly string[],
  rows: number,
  { progress, signal }: FillOptions = { progress: () => undefined, signal: new AbortController().signal },
): Promise<Filled> {
  signal.throwIfAborted()
  await using session = await connect(address, { application: 'fulldress', settings: FILLING })
  using _canceller = cancels(address, session, signal)
  const { asked, failed } = await resolve(session, tables)
  const attempts: Attempt[] = []
  for (const { table, rows: wanted } of await tasksOf(session, asked, rows)) {
    try {
      attempts.push({ table, ...(await insertRows(session, table, { rows: wanted, progress, signal })) })
    } catch (error) {
      signal.throwIfAborted()
      failed.push({ relation: table.relation, reason: describe(error) })
    }
  }
  return await settle(session, attempts, failed)
}

interface Attempt extends Inserted {
  readonly table: Table
}

/** References that went round in a circle are mended, and the planner is told what there is. */
async function settle(session: Session, attempts: readonly Attempt[], failed: Filled['failed']): Promise<Filled> {
  const filled: { relation: string; rows: number }[] = []
  const broken: { relation: string; reason: string }[] = []
  for (const { table, rows, orphaned } of attempts) {
    const reason = await mendReferences(session, table, orphaned).catch(describe)
    if (reason === null) filled.push({ relation: table.relation, rows })
    else broken.push({ relation: table.relation, reason })
    await session.run(`VACUUM (ANALYZE) ${table.sql}`)
  }
  return { filled, failed: [...failed, ...broken] }
}

interface Resolved {
  readonly asked: readonly number[]
  readonly failed: { relation: string; reason: string }[]
}

/** A partition whose whole table is to be filled as well is filled with it. */
async function resolve(session: Session, tables: readonly string[]): Promise<Resolved> {
  const asked: number[] = []
  const failed: { relation: string; reason: string }[] = []
  const found = await session.query<{ name: string; oid: number | null; kind: string | null; whole: number[] }>(
    RESOLVE,
    [tables],
  )
  const oids = new Set(found.map(({ oid }) => oid))
  for (const { name, oid, kind, whole } of found) {
    if (oid === null || kind === null) failed.push({ relation: name, reason: 'there is no such table' })
    else if (kind !== 'r' && kind !== 'p')
      failed.push({ relation: name, reason: 'it is no table that holds rows of its own' })
    else if (!whole.some((one) => oids.has(one)) && !asked.includes(oid)) asked.push(oid)
  }
  return { asked, failed }
}

const RESOLVE = `
  SELECT t.name, c.oid::int8 AS oid, c.relkind::text AS kind,
         array(SELECT a.relid::oid::int8 FROM pg_partition_ancestors(c.oid) AS a(relid) WHERE a.relid <> c.oid)::float8[] AS whole
  FROM unnest($1::text[]) WITH ORDINALITY AS t(name, at)
  LEFT JOIN pg_class c ON c.oid = to_regclass(t.name)
  ORDER BY t.at`

/** An INSERT of a million rows does not look at a signal. */
function cancels(address: DatabaseAddress, { pid }: Session, signal: AbortSignal): Disposable {
  const cancel = () => void cancelBackend(address, pid)
  signal.addEventListener('abort', cancel)
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', cancel) }
}

async function cancelBackend(address: DatabaseAddress, pid: number): Promise<void> {
  try {
    await using session = await connect(address, 'fulldress')
    await session.query('SELECT pg_cancel_backend($1)', [pid])
  } catch {
    // A server that cannot be reached has no statement to cancel either.
  }
}
