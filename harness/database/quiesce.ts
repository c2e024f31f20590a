import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from '../model/stage.ts'
import { connect } from './connect.ts'

const AUTOVACUUM = `
  SELECT count(*)::int AS workers FROM pg_stat_activity
  WHERE backend_type = 'autovacuum worker' AND datname = current_database()`

/**
 * Writes dirty pages out and waits until no autovacuum runs on this database, so that a steady phase does not pay for
 * what went before. Bounded: resolves to the seconds waited and whether it became quiet.
 */
export async function quiesce(
  address: DatabaseAddress,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<{ readonly waitedMs: number; readonly quiet: boolean }> {
  const startedAt = Date.now()
  await using session = await connect(address, 'fulldress')
  await session.query('CHECKPOINT')
  for (;;) {
    const [row] = await session.query<{ workers: number }>(AUTOVACUUM)
    const waitedMs = Date.now() - startedAt
    if (row?.workers === 0) return { waitedMs, quiet: true }
    if (waitedMs > timeoutMs) return { waitedMs, quiet: false }
    await sleep(200, undefined, { signal })
  }
}
