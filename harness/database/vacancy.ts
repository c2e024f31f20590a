import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from './session.ts'

const PAUSE_MS = 5
const PATIENCE_MS = 5_000

/**
 * Waits until the last client has left a database, a few seconds at most. A session that was closed is on its way out
 * for a moment: its counters of rows are not told yet, and a template would wait a tenth of a second for it.
 */
export async function awaitVacancy(desk: Pick<Session, 'query'>, database: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(PAUSE_MS)) {
    const rows = await desk.query(
      "SELECT FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend' LIMIT 1",
      [database],
    )
    if (rows.length === 0) return
  }
}
