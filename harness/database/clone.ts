import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from '../model/stage.ts'
import { identifier, literal } from './naming.ts'
import { connect, type Session } from './session.ts'
import { SQLSTATE, sqlstateOf } from './sqlstate.ts'

/** Above this size copying files (with its two checkpoints) beats writing every page to the WAL. */
const COPY_FILES_ABOVE_BYTES = 64 * 1024 * 1024

/** A session that was just closed may still be on its way out; a template admits nobody. */
const PATIENCE_MS = 5_000

/** Makes a copy of a database on the same server. Nobody may be connected to `from`; who still is, is named. */
export async function createClone(address: DatabaseAddress, from: string, to: string): Promise<void> {
  await using session = await connect(besides(address, from), 'fulldress')
  const [size] = await session.query<{ bytes: number }>('SELECT pg_database_size($1) AS bytes', [from])
  const strategy = (size?.bytes ?? 0) > COPY_FILES_ABOVE_BYTES ? 'FILE_COPY' : 'WAL_LOG'
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await session.run(`CREATE DATABASE ${identifier(to)} TEMPLATE ${identifier(from)} STRATEGY ${strategy}`)
    } catch (error) {
      if (sqlstateOf(error) !== SQLSTATE.objectInUse) throw error
      if (Date.now() >= deadline) throw await occupied(session, from, error)
      await sleep(100)
    }
  }
}

/** Drops a database and ends whoever is connected to it; one that is not there is no mistake. */
export async function dropDatabase(address: DatabaseAddress, name: string): Promise<void> {
  await using session = await connect(besides(address, name), 'fulldress')
  await session.run(`DROP DATABASE IF EXISTS ${identifier(name)} WITH (FORCE)`)
}

function besides(address: DatabaseAddress, name: string): DatabaseAddress {
  return { ...address, database: name === 'postgres' ? 'template1' : 'postgres' }
}

async function occupied(session: Session, from: string, cause: unknown): Promise<Error> {
  const rows = await session.query<{ who: string }>(
    `SELECT format('%s (pid %s)', coalesce(nullif(application_name, ''), backend_type), pid) AS who
     FROM pg_stat_activity WHERE datname = ${literal(from)} ORDER BY pid`,
  )
  const who = rows.map((row) => row.who).join(', ') || 'somebody who has left since'
  return new Error(`expected nobody to be connected to ${from} while it is cloned, found ${who}`, { cause })
}
