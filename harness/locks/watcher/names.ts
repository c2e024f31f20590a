import type { Session } from '../../database/session.ts'

/** Tables and their like among relations that could not be seen when they were locked. */
const NAMES = `
  SELECT c.oid::int8::float8 AS oid, CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid = ANY ($1::int8[]::oid[]) AND c.relkind IN ('r', 'p', 'm', 'v', 'f')`

const APPLICATIONS = `
  SELECT application_name AS name, (extract(epoch FROM clock_timestamp() - backend_start) * 1000)::float8 AS "ageMs"
  FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = current_database()`

/** Names of those that are visible by now, `public.` left out; indexes and the like are left to their tables. */
export async function namesOf(session: Session, oids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (oids.length === 0) return new Map()
  const rows = await session.query<{ oid: number; name: string }>(NAMES, [oids])
  return new Map(rows.map(({ oid, name }) => [oid, name]))
}

/** Applications whose sessions were there before a moment: the services' pools, when an act begins. */
export async function applicationsBefore(session: Session, momentMs: number): Promise<ReadonlySet<string>> {
  const rows = await session.query<{ name: string; ageMs: number }>(APPLICATIONS)
  const nowMs = Date.now()
  return new Set(rows.filter(({ ageMs }) => nowMs - ageMs < momentMs).map(({ name }) => name))
}
