import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '../database/session.ts'

/** Any number will do as long as every runner takes the same: the first eight bytes of sha256('fulldress migrations'). */
const MIGRATION_LOCK = '7216508293511046531'
const PAUSE_MS = 100

/**
 * One runner at a time: the second asks again and again until the first's session ends.
 *
 * It must not wait inside a statement: that would hold a snapshot, and CREATE INDEX CONCURRENTLY of the first waits for
 * all older snapshots to go. Each would wait for the other.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function holdMigrationLock(
  session: Session,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (line: string) => void },
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const [row] = await session.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${MIGRATION_LOCK}) AS mine`)
    if (row?.mine === true) return
    if (tries === 1) progress('another runner holds the migration lock; waiting for it')
    await sleep(PAUSE_MS, undefined, { signal })
  }
}
