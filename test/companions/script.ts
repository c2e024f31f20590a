import type { ScriptStatement } from '../../harness/companions/script.ts'

/** A statement of a script, one per line of `migration.sql`, in one transaction unless told otherwise. */
export function statement(
  index: number,
  sql: string,
  locks: Readonly<Record<string, string>> = {},
  transaction = 1,
): ScriptStatement {
  return {
    ...{ index, pid: 100, transaction, sql, masked: sql, place: { file: 'migration.sql', line: index } },
    ...{ durationMs: 1, because: null },
    locks: Object.entries(locks).map(([relation, mode], at) => ({
      ...{ relation, mode, oid: 20_000 + at, relkind: 'r', existed: true },
    })),
  }
}
