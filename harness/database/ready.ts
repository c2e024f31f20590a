import { setTimeout as sleep } from 'node:timers/promises'
import { describe, RehearsalError } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { connect } from './session.ts'

const PAUSE_MS = 50

/** Resolves when a session opens and answers a statement; after `timeoutMs` rejects with the last error. */
export async function waitUntilReady(address: DatabaseAddress, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal.throwIfAborted()
    const error = await tryOnce(address)
    if (error === null) return
    if (Date.now() >= deadline) throw unready(address, timeoutMs, error)
    await sleep(PAUSE_MS)
  }
}

async function tryOnce(address: DatabaseAddress): Promise<unknown> {
  try {
    await using _session = await connect(address, 'fulldress')
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
