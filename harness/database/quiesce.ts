import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from '../model/stage.ts'
import { connect } from './session.ts'

const PAUSE_MS = 100

export interface Quiet {
  /** False where autovacuum still ran when the patience was over. */
  readonly settled: boolean
  readonly waitedMs: number
  /** Tables that autovacuum worked on while we waited. */
  readonly vacuuming: readonly string[]
}

/** Writes all dirty pages, so that a checkpoint falls into nobody's measurement. */
export async function checkpoint(address: DatabaseAddress): Promise<void> {
  await using session = await connect(address, 'fulldress')
  await session.run('CHECKPOINT')
}

/** Makes a checkpoint, then waits until no autovacuum works on user tables, `timeoutMs` at most. Rejects when aborted. */
export async function quiesce(
  address: DatabaseAddress,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Quiet> {
  const startedAt = Date.now()
  await using session = await connect(address, 'fulldress')
  await session.run('CHECKPOINT')
  const vacuuming = new Set<string>()
  for (;;) {
    signal.throwIfAborted()
    const rows = await session.query<{ query: string }>(
      `SELECT query FROM pg_stat_activity WHERE backend_type = 'autovacuum worker' AND datname = current_database()
       AND query !~ ' (pg_catalog|information_schema)\\.'`,
    )
    for (const { query } of rows) vacuuming.add(query.replace(/^autovacuum: /, ''))
    const waitedMs = Date.now() - startedAt
    const settled = rows.length === 0
    if (settled || waitedMs >= timeoutMs) return { settled, waitedMs, vacuuming: [...vacuuming] }
    await sleep(PAUSE_MS)
  }
}
