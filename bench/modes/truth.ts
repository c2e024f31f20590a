import type { Session } from '../../harness/database/session.ts'
import { isEveryday, type Known, type Lock, lockOf, relationsSeenBy } from './seen.ts'

const LOCKS = `
  SELECT locktype AS type, relation::int8 AS oid, mode, classid::int8 AS class, objid::int8 AS object, objsubid AS part
  FROM pg_locks WHERE pid = $1 AND locktype IN ('relation', 'advisory')`

interface Row {
  readonly type: string
  readonly oid: number | null
  readonly mode: string
}

/** What a backend holds and waits for at this moment, as another session sees it. */
export async function locksOf(pid: number, looker: Session): Promise<readonly Row[]> {
  return looker.query<Row>(LOCKS, [pid])
}

/** The locks of a statement in a transaction that is held open for the look, and then rolled back. */
export async function handHeld(holder: Session, looker: Session, statement: string): Promise<readonly Lock[]> {
  const known = await relationsSeenBy(looker)
  await holder.run('BEGIN')
  await holder.run(statement)
  const rows = await locksOf(holder.pid, looker)
  const own = await relationsSeenBy(holder)
  await holder.run('ROLLBACK')
  return named(rows, known, own)
}

/** `own` are names that only the locking session knows. */
export function named(rows: readonly Row[], known: Known, own: Known = known): readonly Lock[] {
  return rows.flatMap(({ type, oid, mode }) => {
    if (type === 'advisory' || oid === null) return [{ relation: 'advisory', mode, text: `advisory ${mode}` }]
    const existing = known.get(oid)
    const { name, kind } = existing ?? own.get(oid) ?? { name: `oid:${oid}`, kind: '' }
    return isEveryday(name, mode) ? [] : [lockOf(name, mode, { existed: existing !== undefined, kind, known })]
  })
}
