import { describe } from '../errors.ts'
import type { InvariantDescription } from '../model/invariant.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { connect } from './session.ts'
import { sqlstateOf } from './sqlstate.ts'

/** Rows beyond these are not counted, and of these the first few are shown. */
const COUNTED = 100
const SHOWN = 3

export type InvariantAnswer =
  | { readonly was: 'kept' }
  | { readonly was: 'broken'; readonly rows: number; readonly more: boolean; readonly first: readonly string[] }
  | { readonly was: 'not-asked'; readonly reason: string }

/** Asks in one read-only transaction, which can change nothing and waits for no lock longer than for its answer. */
export async function askInvariant(
  address: DatabaseAddress,
  { query, timeoutMs, show }: InvariantDescription,
): Promise<InvariantAnswer> {
  const settings = {
    default_transaction_read_only: 'on',
    statement_timeout: String(timeoutMs),
    lock_timeout: String(timeoutMs),
  }
  await using session = await connect(address, { application: 'fulldress', settings })
  try {
    await session.run('BEGIN READ ONLY')
    const rows = await session.query<{ row: Readonly<Record<string, unknown>> }>(
      `SELECT to_jsonb(broken) AS row FROM (\n${query}\n) AS broken LIMIT ${COUNTED + 1}`,
    )
    if (rows.length === 0) return { was: 'kept' }
    const first = rows.slice(0, SHOWN).map(({ row }) => masked(row, show))
    return { was: 'broken', rows: Math.min(rows.length, COUNTED), more: rows.length > COUNTED, first }
  } catch (error) {
    const sqlstate = sqlstateOf(error)
    if (sqlstate === null) throw error
    return { was: 'not-asked', reason: `${describe(error)} (${sqlstate})` }
  }
}

/** `account 17, difference ?`: the names tell what is wrong, the values may be somebody's own. */
function masked(row: Readonly<Record<string, unknown>>, show: readonly string[]): string {
  return Object.entries(row)
    .map(([column, value]) => `${column} ${spelled(value, show.includes(column))}`)
    .join(', ')
}

function spelled(value: unknown, shown: boolean): string {
  if (value === null) return 'null'
  if (!shown) return '?'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
