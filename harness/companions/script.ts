import type { TracedLock } from '../locks/proxy/trace.ts'
import type { Place } from '../model/facts-of-trials.ts'
import { LOCK_MODES } from '../model/lock-mode.ts'

/** A statement of the migration, as the run alone was traced. */
export interface ScriptStatement {
  /** Counts within the trial, from 1. */
  readonly index: number
  readonly pid: number
  /** Counts per session. */
  readonly transaction: number
  readonly sql: string
  /** Literals masked. */
  readonly masked: string
  readonly place: Place | null
  readonly locks: readonly TracedLock[]
  readonly durationMs: number
  /** Why its locks were only sampled; null where they are exact. */
  readonly because: string | null
}

/** What the migration does, in its order. */
export type Script = readonly ScriptStatement[]

/** A relation that was there before and that the migration locked in a mode above ACCESS SHARE. */
export interface TouchedRelation {
  readonly oid: number
  readonly relation: string
  readonly relkind: string
  /** The strongest. */
  readonly mode: string
}

export function strength(mode: string): number {
  return (LOCK_MODES as readonly string[]).indexOf(mode)
}

/**
 * In the order of their first locks; PostgreSQL's own relations are nobody's to probe. Whoever takes a number from a
 * sequence keeps its lock to the end of his transaction, so one that is altered is touched as a table is; one that is
 * dropped, or emptied with its table, is touched there.
 */
export function touchedBy(script: Script): readonly TouchedRelation[] {
  const touched = new Map<number, TouchedRelation>()
  for (const { oid, relation, relkind, mode, existed } of script.flatMap(({ locks }) => locks)) {
    if (!existed || strength(mode) <= strength('AccessShareLock') || relkind === 't') continue
    if (relkind === 'S' && (mode === 'AccessExclusiveLock' || strength(mode) < strength('ShareLock'))) continue
    if (/^(pg_catalog|pg_toast|information_schema)\./.test(relation)) continue
    const known = touched.get(oid)
    if (known === undefined || strength(known.mode) < strength(mode)) touched.set(oid, { oid, relation, relkind, mode })
  }
  return [...touched.values()]
}

/**
 * The statement that was seen running, by its text; of several that are alike, the first at or after `from`.
 * pg_stat_activity cuts long texts, so a beginning will do.
 */
export function locate(script: Script, sql: string, from = 1): ScriptStatement | null {
  const seen = fold(sql)
  if (seen === '') return null
  const alike = script.filter((one) => fold(one.sql) === seen)
  const fitting =
    alike.length > 0 || seen.length < 1_000 ? alike : script.filter((one) => fold(one.sql).startsWith(seen))
  return fitting.find(({ index }) => index >= from) ?? fitting[0] ?? null
}

interface Holding {
  /** What was seen running, where it is known. */
  readonly current: ScriptStatement | null
  readonly lock: { readonly relation: string; readonly mode: string; readonly granted: boolean }
  /** As the server tells it: several statements, where a tool sends them in one string. */
  readonly running: string
}

/** The statement that took a lock or queues for it: the first to take such a one in its transaction. */
export function takenBy(script: Script, { current, lock, running }: Holding): ScriptStatement | null {
  const takers = script.filter(({ locks }) =>
    locks.some(({ relation, mode }) => relation === lock.relation && mode === lock.mode),
  )
  if (current === null) {
    const text = fold(running)
    return takers.find(({ sql }) => text.includes(fold(sql))) ?? takers[0] ?? null
  }
  if (!lock.granted) return current
  const together = takers.filter(
    ({ index, pid, transaction }) =>
      index <= current.index && pid === current.pid && transaction === current.transaction,
  )
  return together[0] ?? current
}

function fold(sql: string): string {
  return sql
    .replace(/\s+/g, ' ')
    .replace(/[\s;]+$/, '')
    .trim()
}
