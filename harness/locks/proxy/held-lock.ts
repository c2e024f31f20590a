/** A row of pg_locks about a relation or an advisory lock that one backend holds or waits for. */
export interface HeldLock {
  readonly pid: number
  readonly locktype: 'relation' | 'advisory'
  /** 0 for advisory locks. */
  readonly relation: number
  readonly mode: string
  readonly classid: number
  readonly objid: number
  readonly objsubid: number
  readonly granted: boolean
}

/** A relation as committed pg_class has it. */
export interface Relation {
  readonly oid: number
  readonly name: string
  readonly relkind: string
  /** 0 where there is none, and for the catalogs that are mapped. */
  readonly relfilenode: number
}

/** https://www.postgresql.org/docs/current/explicit-locking.html: modes that statements on rows take. */
const WEAK: ReadonlySet<string> = new Set(['AccessShareLock', 'RowShareLock', 'RowExclusiveLock'])

/** Ids below belong to what initdb made: pg_catalog, information_schema and their TOAST tables. */
export const FIRST_USER_OID = 16_384

/**
 * Taken and given back within a statement as a matter of course: names looked up, indexes opened for an insert, and
 * whatever the transaction itself made, which nobody else can want.
 */
export function isPassing({ mode }: HeldLock, relation: Relation | null): boolean {
  if (relation === null || mode === 'AccessShareLock') return true
  return isWeak(mode) && (relation.relkind === 'i' || relation.relkind === 'I')
}

export function isWeak(mode: string): boolean {
  return WEAK.has(mode)
}

/** Every statement reads the catalogs; only a lock on one that others would feel is told. */
export function isTold({ locktype, relation, mode }: HeldLock): boolean {
  return locktype === 'advisory' || relation >= FIRST_USER_OID || !isWeak(mode)
}

export function lockKey({ locktype, relation, mode, classid, objid, objsubid }: HeldLock): string {
  return locktype === 'relation' ? `${relation} ${mode}` : `${classid} ${objid} ${objsubid} ${mode}`
}

/** An advisory lock's key as SQL spells it: `objsubid` tells one bigint from two integers. */
export function advisoryKey({ classid, objid, objsubid }: HeldLock): string {
  if (objsubid !== 1) return `${classid | 0}, ${objid | 0}`
  return String(BigInt.asIntN(64, (BigInt(classid) << 32n) | BigInt(objid)))
}
