import type { Attendant, AttendedStatement } from '../database/attendant.ts'
import type { Session } from '../database/session.ts'
import { durationSetting } from './lock-timeout.ts'

/** What one statement did, by the counters of the session that ran it. */
export interface CountedStatement {
  readonly statement: AttendedStatement
  /** In force when it began, in ms; 0 for none, null where it could not be asked. */
  readonly lockTimeoutMs: number | null
  readonly failed: boolean
  /** That ended meanwhile and had changed something; of the whole server, on which nobody else is at work. */
  readonly transactions: number
  /** By oid; only tables to which it did something. */
  readonly work: ReadonlyMap<number, Work>
}

export interface Work {
  readonly scans: number
  readonly rowsRead: number
  readonly rowsWritten: number
}

export interface WorkCounter extends Attendant {
  counted(): readonly CountedStatement[]
}

/** Our own questions begin so, and no trace shall tell of them. */
export const MARKER = '/* fulldress asks */'

/**
 * These do no work, and asking for counters beside them could change what they do: a query takes the snapshot after
 * which SET TRANSACTION is refused and before which LOCK TABLE is meant to come.
 */
const NOT_ASKED: ReadonlySet<string> = new Set([
  'TransactionStmt',
  'VariableSetStmt',
  'VariableShowStmt',
  'ConstraintsSetStmt',
  'LockStmt',
  'DiscardStmt',
  '',
])

/**
 * Counts scans and rows per statement and table. Counts of a session's own are pending until some time after its commit
 * and then join those of all sessions, so the sum of both only grows; on a clone nobody else adds to it. A table's own
 * count leaves out what is read through its indexes, as the check of a foreign key may be.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-STATS-FUNCTIONS
 */
export function countWork(oids: readonly number[]): WorkCounter {
  const counted: CountedStatement[] = []
  let last: Counters | null = null
  let lockTimeoutMs: number | null = null
  return {
    counted: () => counted,
    async before(session, { kind }) {
      if (kind === 'LockStmt') lockTimeoutMs = await lockTimeout(session)
      if (NOT_ASKED.has(kind)) return
      last ??= await ask(session, oids)
      lockTimeoutMs = last?.lockTimeoutMs ?? null
    },
    async after(session, statement, failed) {
      const earlier = last
      // Nothing may be asked in a transaction that failed; and what does no work may have changed the settings.
      last = failed || NOT_ASKED.has(statement.kind) ? null : await ask(session, oids)
      const work = earlier === null || last === null ? new Map<number, Work>() : difference(earlier, last)
      const transactions = earlier === null || last === null ? 0 : last.transactions - earlier.transactions
      counted.push({ statement, lockTimeoutMs, failed, transactions, work })
      lockTimeoutMs = null
    },
  }
}

interface Counters {
  readonly lockTimeoutMs: number | null
  /** That ever began to change something and have ended. */
  readonly transactions: number
  readonly of: ReadonlyMap<number, Work>
}

const WORK = `
  SELECT t AS oid, pg_catalog.current_setting('lock_timeout') AS "lockTimeout",
    pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::pg_catalog.text::pg_catalog.int8 AS transactions,
    pg_catalog.pg_stat_get_xact_numscans(t) + pg_catalog.pg_stat_get_numscans(t) AS scans,
    pg_catalog.pg_stat_get_xact_tuples_returned(t) + pg_catalog.pg_stat_get_tuples_returned(t)
      + (SELECT coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_xact_tuples_returned(i.indexrelid)
           + pg_catalog.pg_stat_get_tuples_returned(i.indexrelid)), 0)::pg_catalog.int8
         FROM pg_catalog.pg_index i WHERE i.indrelid OPERATOR(pg_catalog.=) t) AS "rowsRead",
    pg_catalog.pg_stat_get_xact_tuples_inserted(t) + pg_catalog.pg_stat_get_tuples_inserted(t)
      + pg_catalog.pg_stat_get_xact_tuples_updated(t) + pg_catalog.pg_stat_get_tuples_updated(t)
      + pg_catalog.pg_stat_get_xact_tuples_deleted(t) + pg_catalog.pg_stat_get_tuples_deleted(t) AS "rowsWritten"`

/** Parallel workers report when they exit; without the forgetting, one transaction would see its first look only. */
async function ask(session: Session, oids: readonly number[]): Promise<Counters | null> {
  const rows = await session
    .query<Work & { oid: number; lockTimeout: string; transactions: number }>(
      `${MARKER} ${WORK} FROM pg_catalog.unnest('{${[0, ...oids].join(',')}}'::pg_catalog.oid[]) AS t
       WHERE (SELECT pg_catalog.pg_stat_clear_snapshot()) IS NOT NULL`,
    )
    .catch(() => null)
  const [first] = rows ?? []
  if (rows === null || first === undefined) return null
  const { lockTimeout, transactions } = first
  return { lockTimeoutMs: durationSetting(lockTimeout), transactions, of: new Map(rows.map((row) => [row.oid, row])) }
}

/** SHOW takes no snapshot. */
async function lockTimeout(session: Session): Promise<number | null> {
  const rows = await session.query<{ lock_timeout: string }>(`${MARKER} SHOW lock_timeout`).catch(() => [])
  return rows[0] === undefined ? null : durationSetting(rows[0].lock_timeout)
}

/** TRUNCATE takes back what its transaction counted, so a difference may be negative. */
function difference(earlier: Counters, later: Counters): ReadonlyMap<number, Work> {
  const work = new Map<number, Work>()
  for (const [oid, now] of later.of) {
    const was = earlier.of.get(oid)
    const scans = Math.max(0, now.scans - (was?.scans ?? 0))
    const rowsRead = Math.max(0, now.rowsRead - (was?.rowsRead ?? 0))
    const rowsWritten = Math.max(0, now.rowsWritten - (was?.rowsWritten ?? 0))
    if (scans + rowsRead + rowsWritten > 0) work.set(oid, { scans, rowsRead, rowsWritten })
  }
  return work
}
