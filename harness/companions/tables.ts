import { relationName, usersSchema } from '../database/naming.ts'
import { connect } from '../database/session.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { durationSetting } from './lock-timeout.ts'

/** What there is before a run. */
export interface Tables {
  /** By oid: whatever holds rows, partitions one by one, with its rows counted. */
  readonly tables: ReadonlyMap<number, { readonly relation: string; readonly rows: number }>
  /** Every relation of the users', by oid: what a migration makes and commits, nobody but itself may be using. */
  readonly before: ReadonlyMap<number, string>
  /** `lock_timeout` of a new session, as the server, the database and the role have it. */
  readonly lockTimeoutMs: number
}

const TABLES = `
  SELECT c.oid::int8 AS oid, format('%I.%I', n.nspname, c.relname) AS sql,
         ${relationName('n.nspname', 'c.relname')} AS relation
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND c.relispopulated AND ${usersSchema('n.nspname')}
  ORDER BY c.oid`

const RELATIONS = `
  SELECT c.oid::int8 AS oid, ${relationName('n.nspname', 'c.relname')} AS relation
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`

export async function readTables(address: DatabaseAddress): Promise<Tables> {
  await using session = await connect(address, 'fulldress')
  const found = await session.query<{ oid: number; sql: string; relation: string }>(TABLES)
  const counts = found.map(({ oid, sql }) => `SELECT ${oid}::int8 AS oid, count(*) AS rows FROM ONLY ${sql}`)
  const counted =
    counts.length === 0 ? [] : await session.query<{ oid: number; rows: number }>(counts.join(' UNION ALL '))
  const rows = new Map(counted.map((one) => [one.oid, one.rows]))
  const relations = await session.query<{ oid: number; relation: string }>(RELATIONS)
  const [setting] = await session.query<{ limit: string }>("SELECT current_setting('lock_timeout') AS limit")
  return {
    tables: new Map(found.map(({ oid, relation }) => [oid, { relation, rows: rows.get(oid) ?? 0 }])),
    before: new Map(relations.map(({ oid, relation }) => [oid, relation])),
    lockTimeoutMs: durationSetting(setting?.limit ?? '0') ?? 0,
  }
}
