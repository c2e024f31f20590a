import { literal, relationName } from '../database/naming.ts'
import { connect, type Session } from '../database/session.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { isToolsDefault } from '../model/tools-own.ts'
import { strength, type TouchedRelation } from './script.ts'

/** A relation under test: how to read it, and how to write to it without changing anything. */
export interface Target {
  readonly oid: number
  /** As facts name it. */
  readonly relation: string
  /** As SQL names it. */
  readonly sql: string
  readonly relkind: string
  /** Strongest lock that the migration takes on it. */
  readonly mode: string
  /** Sets a column to what it is, of one row of the probes' own or of none; null for what takes no writes. */
  readonly write: string | null
  /** The same for another row, which companions hold; of none where there is only one. */
  readonly hold: string | null
}

/** More would ask more of a small machine than a migration does. */
export const MOST_TARGETS = 12

/** Those to probe, in their order: where there are too many, those that are locked most strongly. */
export function mostStronglyLocked(targets: readonly Target[]): readonly Target[] {
  const chosen = targets.toSorted((one, other) => strength(other.mode) - strength(one.mode)).slice(0, MOST_TARGETS)
  return targets.filter((target) => chosen.includes(target))
}

/** Those that clients use: what a tool keeps about itself, by a name that it gives unasked, is nobody else's to wait for. */
export function usedByClients(targets: readonly Target[], source: 'sql' | 'command'): readonly Target[] {
  return source === 'sql' ? targets : targets.filter(({ relation }) => !isToolsDefault(relation))
}

interface Row {
  oid: number
  relation: string
  sql: string
  relkind: string
  column: string | null
  blocks: number
}

/** A column which everybody may write, and rather one that no index, constraint or trigger looks at. */
const COLUMN = `
  SELECT quote_ident(a.attname) FROM pg_attribute a
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
    AND c.relkind IN ('r', 'p') AND quote_ident(a.attname) <> ALL ($2)
  ORDER BY EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND a.attnum = ANY (i.indkey)),
           EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey)),
           EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND a.attnum = ANY (g.tgattr)),
           a.attlen < 0, a.attnum
  LIMIT 1`

/**
 * The relations to probe, in the order in which the migration first locked them; an index stands for its table. `gone`
 * are columns that the migration takes away, and that no probe of ours should be found to need.
 */
export async function findTargets(
  address: DatabaseAddress,
  touched: readonly TouchedRelation[],
  gone: readonly string[],
): Promise<readonly Target[]> {
  await using session = await connect(address, 'fulldress')
  const rows = await session.query<Row & { touched: number }>(
    `SELECT t.oid::int8 AS touched, c.oid::int8 AS oid, ${relationName('n.nspname', 'c.relname')} AS relation,
            format('%I.%I', n.nspname, c.relname) AS sql, c.relkind::text AS relkind, (${COLUMN}) AS column,
            CASE WHEN c.relkind = 'r' THEN pg_relation_size(c.oid) / current_setting('block_size')::int ELSE 0 END AS blocks
     FROM unnest($1::oid[]) WITH ORDINALITY AS t (oid, position)
     LEFT JOIN pg_index i ON i.indexrelid = t.oid
     JOIN pg_class c ON c.oid = coalesce(i.indrelid, t.oid) JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
     ORDER BY t.position`,
    [touched.map(({ oid }) => oid), gone.map((column) => column.slice(column.lastIndexOf('.') + 1))],
  )
  const targets: Target[] = []
  for (const row of rows) {
    if (targets.some(({ oid }) => oid === row.oid)) continue
    const modes = rows.filter(({ oid }) => oid === row.oid).map((one) => modeOf(touched, one.touched))
    const mode = modes.toSorted((one, other) => strength(other) - strength(one))[0] ?? ''
    targets.push({ ...named(row), mode, ...(await writes(session, row)) })
  }
  return targets
}

function named({ oid, relation, sql, relkind }: Row): Pick<Target, 'oid' | 'relation' | 'sql' | 'relkind'> {
  return { oid, relation, sql, relkind }
}

function modeOf(touched: readonly TouchedRelation[], oid: number): string {
  return touched.find((one) => one.oid === oid)?.mode ?? ''
}

/** Far enough to find a row, unless the end of the table is empty. */
const LAST_BLOCKS = 8

async function writes(session: Session, row: Row): Promise<Pick<Target, 'write' | 'hold'>> {
  const { sql, column, relkind, blocks } = row
  // Nobody writes rows to a sequence: they take numbers, which no ROLLBACK gives back and nobody misses on a clone.
  if (relkind === 'S') {
    const next = `SELECT nextval(${literal(sql)})`
    return { write: next, hold: next }
  }
  if (column === null) return { write: null, hold: null }
  const update = (where: string) => `UPDATE ${sql} SET ${column} = ${column} WHERE ${where}`
  const end = relkind === 'r' ? `WHERE ctid >= '(${Math.max(0, blocks - LAST_BLOCKS)},0)'` : ''
  const [first] = await rowAt(session, `${sql} LIMIT 1`)
  const [last] = await rowAt(session, `${sql} ${end} ORDER BY tableoid DESC, ctid DESC LIMIT 1`)
  return { write: update(first ?? 'false'), hold: update(last === undefined || last === first ? 'false' : last) }
}

/** A row by where it lies; a partitioned table has one such place per partition. */
async function rowAt(session: Session, from: string): Promise<readonly string[]> {
  const rows = await session.query<{ at: string }>(
    `SELECT format('tableoid = %s AND ctid = %L', tableoid::int8, ctid) AS at FROM ${from}`,
  )
  return rows.map(({ at }) => at)
}
