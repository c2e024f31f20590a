import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../database/session.ts'
import type { DatabaseAddress } from '../model/stage.ts'

/** A writer at work on a table, whom CREATE INDEX CONCURRENTLY and its like wait for in the middle of their steps. */
export interface Writer extends AsyncDisposable {
  /** Resolves when that backend waits for it, or gives up after a while. */
  blocks(pid: number, signal: AbortSignal): Promise<void>
}

const PAUSE_MS = 10
const AT_MOST_MS = 2_000

/** Begins to write to a table, without a row. The mode is that of every INSERT and UPDATE. */
export async function startWriter(address: DatabaseAddress, table: string): Promise<Writer> {
  const session = await connect(address, { application: 'fulldress', settings: { search_path: 'public' } })
  try {
    await session.run(`BEGIN; SET LOCAL lock_timeout = ${AT_MOST_MS}; LOCK TABLE ${table} IN ROW EXCLUSIVE MODE`)
  } catch (error) {
    await session[Symbol.asyncDispose]()
    throw error
  }
  return {
    async blocks(pid, signal) {
      for (const until = Date.now() + AT_MOST_MS; Date.now() < until; await sleep(PAUSE_MS, undefined, { signal })) {
        const [row] = await session.query<{ blocks: boolean }>('SELECT $1 = ANY(pg_blocking_pids($2)) AS blocks', [
          session.pid,
          pid,
        ])
        if (row?.blocks === true) return
      }
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

/** Ends a backend as an administrator does, and waits for its end. */
export async function terminateBackend(address: DatabaseAddress, pid: number): Promise<void> {
  await using session = await connect(address, 'fulldress')
  await session.query('SELECT pg_terminate_backend($1, $2)', [pid, AT_MOST_MS])
}
