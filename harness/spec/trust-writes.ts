import type { InvariantDescription } from '../model/invariant.ts'
import type { LedgerDescription } from '../model/traffic.ts'
import type { ShapedSpec } from './schema.ts'

/** A field that is named by its column alone is called the same in scripts. */
export function trustLedgers(ledgers: ShapedSpec['traffic']['ledgers']): readonly LedgerDescription[] {
  return Object.entries(ledgers).map(([name, { table = null, query = null, key, content }]) => ({
    name,
    table,
    query: query === null ? null : withoutEnd(query),
    key,
    content: Array.isArray(content)
      ? content.map((column) => ({ field: column, column }))
      : Object.entries(content).map(([field, column]) => ({ field, column })),
  }))
}

export function trustInvariants(invariants: ShapedSpec['invariants']): readonly InvariantDescription[] {
  return Object.entries(invariants).map(([name, { query, on, timeout, show }]) => ({
    name,
    query: withoutEnd(query),
    on,
    timeoutMs: timeout,
    show,
  }))
}

/** Both are asked as parts of larger statements, in which no semicolon can stand. */
function withoutEnd(query: string): string {
  return query.replace(/[\s;]+$/, '')
}
