import { connect } from '../database/session.ts'
import { startTracing, type TracedStatement, type TracedTransaction } from '../locks/proxy/proxy.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type Attempted, attempt } from './attempts.ts'
import type { Examination } from './examination.ts'
import { durationSetting } from './lock-timeout.ts'
import type { Script } from './script.ts'
import { readTrace, recordAll } from './trace.ts'
import { countWork } from './work.ts'

export interface RunAlone extends Attempted {
  readonly script: Script
  /** What the trace could not see into. */
  readonly troubles: readonly string[]
  readonly tookMs: number
}

export interface AloneOptions {
  readonly examination: Pick<Examination, 'migration' | 'record' | 'signal'>
  readonly trial: number
  readonly address: DatabaseAddress
}

/** Long enough for any migration that somebody would rehearse. */
const LIMIT_MS = 60 * 60_000

/** Runs the migration with nobody beside it, through the tracing proxy, and records what it did statement by statement. */
export async function runAlone({ examination, trial, address }: AloneOptions): Promise<RunAlone> {
  const { migration, record, signal } = examination
  const { tables, lockTimeoutMs } = await readTables(address)
  const statements: TracedStatement[] = []
  const transactions: TracedTransaction[] = []
  const troubles: string[] = []
  const counter = migration.source === 'sql' ? countWork([...tables.keys()]) : null
  let attempted: Attempted
  {
    await using proxy = await startTracing({
      server: address,
      onStatement: (statement) => void statements.push(statement),
      onTransaction: (transaction) => void transactions.push(transaction),
      onTrouble: (reason) => void troubles.push(reason),
    })
    attempted = await attempt({
      ...{ migration, address: proxy.address, signal, limitMs: LIMIT_MS, tries: 1, makeWay: async () => undefined },
      ...(counter === null ? {} : { attendant: counter }),
    })
    await proxy.settled()
  }
  const counted = counter?.counted() ?? []
  const atStart = migration.lockTimeoutMs ?? lockTimeoutMs
  const readings = { trial, migration, tables, lockTimeoutMs: atStart }
  const { facts, script } = readTrace({ statements, transactions, counted }, readings)
  recordAll(record, facts)
  record({ kind: 'trial.ended', trial, ...attempted })
  const [first] = attempted.attempts
  return { ...attempted, script, troubles, tookMs: first === undefined ? 0 : first.endedAt - first.startedAt }
}

interface Tables {
  readonly tables: ReadonlyMap<number, { readonly relation: string; readonly rows: number }>
  /** Of a new session, as the server, the database and the role have it. */
  readonly lockTimeoutMs: number
}

const TABLES = `
  SELECT c.oid::int8 AS oid, c.relkind::text AS relkind, format('%I.%I', n.nspname, c.relname) AS sql,
         CASE WHEN n.nspname = 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(c.relname) AS relation
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relispopulated
  ORDER BY c.oid`

/** Whatever holds rows, partitions one by one, with its rows counted. */
async function readTables(address: DatabaseAddress): Promise<Tables> {
  await using session = await connect(address, 'fulldress')
  const found = await session.query<{ oid: number; sql: string; relation: string }>(TABLES)
  const counts = found.map(({ oid, sql }) => `SELECT ${oid}::int8 AS oid, count(*) AS rows FROM ONLY ${sql}`)
  const counted =
    counts.length === 0 ? [] : await session.query<{ oid: number; rows: number }>(counts.join(' UNION ALL '))
  const rows = new Map(counted.map((one) => [one.oid, one.rows]))
  const [setting] = await session.query<{ limit: string }>("SELECT current_setting('lock_timeout') AS limit")
  return {
    tables: new Map(found.map(({ oid, relation }) => [oid, { relation, rows: rows.get(oid) ?? 0 }])),
    lockTimeoutMs: durationSetting(setting?.limit ?? '0') ?? 0,
  }
}
