import { splitStatements } from '../sql/split.ts'

/** A statement of the application's own, as a file lists them. */
export interface TrafficStatement {
  readonly text: string
  /** Run as a named prepared statement, prepared once per session. */
  readonly prepared: boolean
  /** Line of its first word, counted from 1. */
  readonly line: number
  /** Kind in PostgreSQL's parse tree, such as `SelectStmt`. */
  readonly kind: string
}

const PREPARED = /^\s*--\s*prepared\s*$/i

/**
 * Statements of a file of traffic, in its order. A line `-- prepared` between a statement and the one before marks it.
 * Transaction control is left out: each statement runs in a transaction that is rolled back. `readyParser` comes first.
 */
export function parseTraffic(text: string): readonly TrafficStatement[] {
  const lines = text.split('\n')
  let above = 0
  return splitStatements(text).flatMap(({ text: sql, line, kind, controlsTransaction }) => {
    const between = lines.slice(above, line - 1)
    above = line - 1 + sql.split('\n').length
    if (controlsTransaction || sql === '') return []
    return [{ text: sql, prepared: between.some((one) => PREPARED.test(one)), line, kind }]
  })
}
