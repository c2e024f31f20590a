import type { DatabaseAddress } from '../../model/stage.ts'
import { connect, type Session } from '../session.ts'

/**
 * What some types become as text depends on these. With extra_float_digits above 0 a float's text is exact; a search
 * path that holds nothing spells every name in full. Parallel workers and compiled expressions are the digest's own
 * affair: it reads several ranges at a time.
 */
const SETTINGS = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  extra_float_digits: '3',
  bytea_output: 'hex',
  xmloption: 'content',
  lc_monetary: 'C',
  quote_all_identifiers: 'off',
  search_path: '',
  row_security: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
} as const

/** Sessions that all see the database as it was at one moment. */
export interface Snapshot {
  readonly first: Session
  /** One more session on the same moment. */
  open(): Promise<Session>
}

/** Opens a read-only transaction whose snapshot others can share; `stack` closes them all. */
export async function openSnapshot(address: DatabaseAddress, stack: AsyncDisposableStack): Promise<Snapshot> {
  const begin = async () => {
    const session = stack.use(await connect(address, { application: 'fulldress', settings: SETTINGS }))
    await session.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return session
  }
  const first = await begin()
  let exported: Promise<string> | undefined
  const exportOnce = async () => {
    const [row] = await first.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot')
    return row?.snapshot ?? ''
  }
  return {
    first,
    async open() {
      exported ??= exportOnce()
      const snapshot = await exported
      const session = await begin()
      await session.run(`SET TRANSACTION SNAPSHOT '${snapshot}'`)
      return session
    },
  }
}
