import type { Session } from '../../harness/database/session.ts'
import { LOCK_MODES } from '../../harness/model/lock-mode.ts'

/** A lock, told so that two runs can be compared: no number of a relation in it that another run would not have. */
export interface Lock {
  readonly relation: string
  readonly mode: string
  readonly text: string
}

/** What the committed catalog knows, by oid. */
export type Known = ReadonlyMap<number, { readonly name: string; readonly kind: string }>

const NAMES = `
  SELECT c.oid::int8 AS oid, c.relkind AS kind,
    CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`

/** The relations that a session can see now: those of its own transaction, and what others have committed. */
export async function relationsSeenBy(session: Session): Promise<Known> {
  const rows = await session.query<{ oid: number; kind: string; name: string }>(NAMES)
  return new Map(rows.map(({ oid, kind, name }) => [oid, { name, kind }]))
}

/** Ordinary use of the catalogs, by each statement there is, is nobody's news. */
export function isEveryday(relation: string, mode: string): boolean {
  const modes: readonly string[] = LOCK_MODES
  const catalog = relation.startsWith('pg_catalog.') || /^pg_toast\.pg_toast_\d{4}(_index)?$/.test(relation)
  return catalog && modes.indexOf(mode) < modes.indexOf('ShareUpdateExclusiveLock')
}

/** `new` marks a relation that nobody else could see when it was locked. */
export function lockOf(relation: string, mode: string, of: { existed: boolean; kind: string; known: Known }): Lock {
  const name = plain(relation, of.known)
  const what = name === 'gone' ? 'gone' : `${of.kind} ${name}`
  return { relation: name, mode, text: `${of.existed ? '' : 'new '}${what} ${mode}` }
}

/** A transient relation has no name for anybody, and a TOAST table is called by a number that differs from run to run. */
function plain(relation: string, known: Known): string {
  if (relation.startsWith('oid:')) return 'gone'
  const toast = /^pg_toast(?:_temp_\d+)?\.pg_toast_(\d+)(_index)?$/.exec(relation)
  if (toast === null) return relation.replace(/^pg_temp(_\d+)?\./, 'pg_temp.')
  const owner = known.get(Number(toast[1]))?.name ?? 'something new'
  return `toast${toast[2] === undefined ? '' : ' index'} of ${owner}`
}

/** Sorted and each once, for a lock may be held and awaited. */
export function tell(locks: readonly Lock[]): readonly string[] {
  return [...new Set(locks.map(({ text }) => text))].sort()
}
