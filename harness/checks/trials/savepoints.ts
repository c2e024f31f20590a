import type { Statement } from './traced.ts'

const SAVEPOINT = /^\s*savepoint\s+(\S+)/i
const ROLLBACK_TO = /^\s*rollback\s+(?:(?:work|transaction)\s+)?to\s+(?:savepoint\s+)?(\S+)/i

/**
 * The statements of a transaction whose locks are still held after the last of them: those that were rolled back to a
 * savepoint have let go. https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
 */
export function stillHolding(statements: readonly Statement[]): readonly Statement[] {
  const holding: Statement[] = []
  for (const one of statements) {
    const [, name] = ROLLBACK_TO.exec(one.statement) ?? []
    const from = holding.findLastIndex(({ statement }) => name !== undefined && SAVEPOINT.exec(statement)?.[1] === name)
    if (from < 0) holding.push(one)
    else holding.splice(from + 1)
  }
  return holding
}
