import type { Session } from '../../database/session.ts'
import { maskStatement } from './mask.ts'

/** A lock that is waited for, stands in somebody's way, or is strong enough to matter by itself. */
export interface SeenLock {
  /** Of the leader where a parallel worker asked; 0 for a prepared transaction. */
  readonly pid: number
  readonly application: string
  readonly backendType: string
  /** Literals masked. */
  readonly statement: string
  readonly backendStartedMs: number
  readonly transaction: string
  readonly transactionStartedMs: number
  /** As `pg_locks.locktype`. */
  readonly type: string
  /** What is locked, as a key: equal for all who want the same. */
  readonly target: string
  readonly mode: string
  readonly granted: boolean
  /** When the wait began; null where the lock is granted. */
  readonly waitingSinceMs: number | null
  readonly blockers: readonly number[]
  readonly relation: SeenRelation | null
}

export interface SeenRelation {
  readonly oid: number
  /** `schema.name` without `public.`; null while only the transaction that creates it can see it. */
  readonly name: string | null
  /** As `pg_class.relkind`; null with the name. */
  readonly kind: string | null
  /** Private to one session, so that nobody else can queue for it. */
  readonly temporary: boolean
  /** The table, where this is an index. */
  readonly indexed: string | null
}

export interface Sample {
  readonly atMs: number
  readonly locks: readonly SeenLock[]
}

/**
 * pg_locks is read once per sample, through its function; whatever follows works on that one picture and costs nothing
 * while nobody waits and no strong lock is held. Relations below 16384 are the system's own.
 * https://www.postgresql.org/docs/current/view-pg-locks.html
 */
const SAMPLE = `
  WITH l AS MATERIALIZED (
    SELECT *, NOT granted OR locktype = 'relation' AND relation >= 16384 AND mode IN ('ShareUpdateExclusiveLock',
      'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock') AS hot
    FROM pg_lock_status()),
  waiting AS MATERIALIZED (SELECT DISTINCT pid FROM l WHERE NOT granted),
  wanted AS MATERIALIZED (SELECT DISTINCT locktype, database, relation, page, tuple, virtualxid, transactionid, classid,
    objid, objsubid FROM l WHERE NOT granted),
  blocked AS MATERIALIZED (SELECT pid, pg_blocking_pids(pid) AS blockers FROM waiting),
  seen AS MATERIALIZED (
    SELECT l.* FROM l WHERE hot
    UNION ALL SELECT l.* FROM wanted t JOIN l ON l.locktype = t.locktype AND l.database IS NOT DISTINCT FROM t.database
      AND l.relation IS NOT DISTINCT FROM t.relation AND l.page IS NOT DISTINCT FROM t.page
      AND l.tuple IS NOT DISTINCT FROM t.tuple AND l.virtualxid IS NOT DISTINCT FROM t.virtualxid
      AND l.transactionid IS NOT DISTINCT FROM t.transactionid AND l.classid IS NOT DISTINCT FROM t.classid
      AND l.objid IS NOT DISTINCT FROM t.objid AND l.objsubid IS NOT DISTINCT FROM t.objsubid WHERE NOT l.hot
    UNION ALL SELECT l.* FROM waiting JOIN l ON l.pid = waiting.pid WHERE NOT l.hot AND l.relation >= 16384
      AND (l.locktype = 'tuple' OR l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'))
  SELECT coalesce(a.leader_pid, s.pid, 0) AS pid, coalesce(a.application_name, '') AS application,
    coalesce(a.backend_type, 'prepared transaction') AS "backendType", coalesce(a.query, '') AS statement,
    coalesce(extract(epoch FROM clock_timestamp() - a.backend_start) * 1000, 0)::float8 AS "backendAgeMs",
    s.virtualtransaction AS transaction,
    coalesce(extract(epoch FROM clock_timestamp() - a.xact_start) * 1000, 0)::float8 AS "transactionAgeMs",
    s.locktype AS type, concat_ws(':', s.locktype, s.database, s.relation, s.page, s.tuple, s.virtualxid, s.transactionid,
      s.classid, s.objid, s.objsubid) AS target, s.mode, s.granted,
    (extract(epoch FROM clock_timestamp() - s.waitstart) * 1000)::float8 AS "waitedMs",
    CASE WHEN s.granted THEN NULL ELSE (SELECT blockers FROM blocked WHERE blocked.pid = s.pid) END AS blockers,
    s.relation::int8::float8 AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
    coalesce(c.relpersistence = 't', false) AS temporary, t.relname AS indexed
  FROM seen s LEFT JOIN LATERAL pg_stat_get_activity(s.pid) a ON true
    LEFT JOIN pg_class c ON c.oid = s.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_index i ON i.indexrelid = s.relation LEFT JOIN pg_class t ON t.oid = i.indrelid
  WHERE coalesce(nullif(s.database, 0), nullif(a.datid, 0)) IS NOT DISTINCT FROM (SELECT oid FROM pg_database WHERE datname = current_database())`

interface Row {
  readonly pid: number
  readonly application: string
  readonly backendType: string
  readonly statement: string
  readonly backendAgeMs: number
  readonly transaction: string
  readonly transactionAgeMs: number
  readonly type: string
  readonly target: string
  readonly mode: string
  readonly granted: boolean
  readonly waitedMs: number | null
  readonly blockers: readonly number[] | null
  readonly oid: number | null
  readonly schema: string | null
  readonly name: string | null
  readonly kind: string | null
  readonly temporary: boolean
  readonly indexed: string | null
}

/** Settings without which the planner may read whole catalogs in each sample, to join them with nothing. */
export const SAMPLING: Readonly<Record<string, string>> = {
  jit: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
  statement_timeout: '0',
}

/**
 * One look at the locks of the session's database. Times are on our clock: the server tells ages, so that two clocks
 * that differ do no harm.
 */
export async function takeSample(session: Session): Promise<Sample> {
  const sentMs = Date.now()
  const rows = await session.query<Row>(SAMPLE, [], 'sample')
  // The server looked somewhere between; for the ages the answer's arrival is as good, and the start is what gaps need.
  return { atMs: sentMs, locks: rows.map((row) => seenLock(row, sentMs)) }
}

function seenLock(row: Row, atMs: number): SeenLock {
  return {
    pid: row.pid,
    application: row.application,
    backendType: row.backendType,
    statement: maskStatement(row.statement),
    backendStartedMs: Math.round(atMs - row.backendAgeMs),
    transaction: row.transaction,
    transactionStartedMs: Math.round(atMs - row.transactionAgeMs),
    type: row.type,
    target: row.target,
    mode: row.mode,
    granted: row.granted,
    // waitstart is set a moment after the wait begins: until then it is null.
    waitingSinceMs: row.granted ? null : Math.round(atMs - (row.waitedMs ?? 0)),
    blockers: row.blockers ?? [],
    relation: row.oid === null ? null : seenRelation(row, row.oid),
  }
}

function seenRelation({ schema, name, kind, temporary, indexed }: Row, oid: number): SeenRelation {
  const spelled = (one: string | null) => (one === null ? null : schema === 'public' ? one : `${schema}.${one}`)
  return { oid, name: spelled(name), kind, temporary, indexed: spelled(indexed) }
}
