import type { LaidOutMigration, Script } from '../../migrator/layouts/layout.ts'
import { splitStatements } from '../../sql/split.ts'

/**
 * Files that are applied statement by statement although nothing in them asks for it: they hold what no transaction block
 * admits, and whose rules go for them nobody can tell. A tool that wraps each file fails there. Needs `readyParser`.
 */
export function unwrapped(migrations: readonly LaidOutMigration[]): readonly string[] {
  const scripts = migrations.flatMap(({ up, down }): readonly Script[] => (down === null ? [up] : [up, down]))
  return scripts.flatMap(({ file, text, transaction }) => {
    if (transaction !== true) return []
    const statements = splitStatements(text)
    // One that begins and commits by itself knows what it does.
    if (statements.some(({ controlsTransaction }) => controlsTransaction)) return []
    return statements.some(({ refusesTransaction }) => refusesTransaction) ? [file] : []
  })
}
