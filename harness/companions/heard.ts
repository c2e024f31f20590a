import { startTracing, type TracedStatement } from '../locks/proxy/proxy.ts'
import type { Migration, MigrationError } from './migration.ts'

/**
 * A migration whose errors bear the server's own word: the SQLSTATE that a tool's command seldom tells is heard by a
 * proxy in between. Files of SQL need none.
 */
export function heard(migration: Migration): Migration {
  if (migration.source === 'sql') return migration
  return {
    ...migration,
    async run(address, options) {
      const failed: TracedStatement[] = []
      await using proxy = await startTracing({
        server: address,
        onStatement: (statement) => void (statement.error !== null && failed.push(statement)),
        onTransaction: () => undefined,
        onTrouble: () => undefined,
      })
      try {
        await migration.run(proxy.address, options)
      } catch (error) {
        await proxy.settled()
        const last = failed.at(-1)
        if (last?.error == null) throw error
        const told: Pick<MigrationError, 'sqlstate' | 'place'> = {
          sqlstate: last.error.sqlstate,
          place: migration.places(last.sql),
        }
        throw Object.assign(new Error(last.error.message, { cause: error }), told)
      }
    },
  }
}
