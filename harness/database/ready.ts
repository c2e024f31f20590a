import { setTimeout as sleep } from 'node:timers/promises'
import { describe, RehearsalError } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { connect } from './session.ts'

const PAUSE_MS = 50
/** A server under load takes its time; one that accepts and says nothing is not worth more. */
const SHORTEST_MS = 1_000

/** Resolves when a session opens and answers a statement; after `timeoutMs` rejects with the last error. */
export async function waitUntilReady(address: DatabaseAddress, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal.throwIfAborted()
    const error = await tryOnce(address, Math.max(SHORTEST_MS, deadline - Date.now()))
    if (error === null) return
    if (Date.now() >= deadline) throw unready(address, timeoutMs, error)
    await sleep(PAUSE_MS)
  }
}

async function tryOnce(address: DatabaseAddress, timeoutMs: number): Promise<unknown> {
  try {
    await using _session = await connect(address, { application: 'fulldress', timeoutMs })
    return null
  } catch (error) {
    return error
  }
}

function unready({ host, port, database }: DatabaseAddress, timeoutMs: number, error: unknown): RehearsalError {
  return new RehearsalError(
    'database-unready',
    `expected ${database} at ${host}:${port} to open a session within ${timeoutMs} ms, found: ${describe(error)}`,
    'see whether PostgreSQL runs there and takes this user and password',
    error,
  )
}
