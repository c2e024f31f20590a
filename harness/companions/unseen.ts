import type { TracedLock, TracedStatement } from '../locks/proxy/trace.ts'
import { documentedLocks, locksUntold } from '../sql/documented-lock.ts'
import { type Script, type ScriptStatement, strength } from './script.ts'

interface Before {
  /** Existing tables by oid. */
  readonly tables: ReadonlyMap<number, unknown>
  /** Every relation that was there before the run. */
  readonly before: ReadonlyMap<number, string>
}

/**
 * A statement whose locks were only sampled, with those that it is documented to take and that no sample met: what takes a
 * few milliseconds gives its locks back between two samples, and would be told to have locked nothing.
 */
export function withUnseen(statement: TracedStatement, { tables, before }: Before): TracedStatement {
  if (statement.because === null || statement.error !== null) return statement
  const unseen = documentedLocks(statement.sql).flatMap(({ relation, mode }): readonly TracedLock[] => {
    const oid = oidOf(relation, before)
    if (oid === null) return []
    const seen = statement.locks.some((lock) => lock.oid === oid && strength(lock.mode) >= strength(mode))
    if (seen) return []
    const relkind = tables.has(oid) ? 'r' : 'i'
    return [{ relation: before.get(oid) ?? relation, oid, relkind, mode, existed: true, unseen: true }]
  })
  return { ...statement, locks: [...statement.locks, ...unseen] }
}

/** By its name, and where that has no schema by the only one that has it: the search path may lead there. */
function oidOf(relation: string, before: Before['before']): number | null {
  const all = [...before]
  const [exact] = all.find(([, name]) => name === relation) ?? []
  if (exact !== undefined) return exact
  const alike = relation.includes('.') ? [] : all.filter(([, name]) => name.endsWith(`.${relation}`))
  return alike.length === 1 ? (alike[0]?.[0] ?? null) : null
}

/** The first statement of which neither a sample nor its text tells what it locks; null where all is known. */
export function untoldStatement(script: Script, tables: Before['tables']): ScriptStatement | null {
  if (tables.size === 0) return null
  return script.find(({ because, sql }) => because !== null && locksUntold(sql)) ?? null
}
