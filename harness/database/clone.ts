import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from '../model/stage.ts'
import { identifier, literal } from './naming.ts'
import { removeDatabase } from './removal.ts'
import { connect, type Session } from './session.ts'
import { SQLSTATE, sqlstateOf } from './sqlstate.ts'

/** Above this size copying files (with its two checkpoints) beats writing every page to the WAL. */
const COPY_FILES_ABOVE_BYTES = 64 * 1024 * 1024

/** A session that was just closed may still be on its way out; a template admits nobody. */
const PATIENCE_MS = 5_000

/** Makes a copy of a database on the same server, with its settings. Nobody may be connected to `from`; who still is, is named. */
export async function createClone(address: DatabaseAddress, from: string, to: string): Promise<void> {
  await using session = await connect(besides(address, from), 'fulldress')
  const [size] = await session.query<{ bytes: number }>('SELECT pg_database_size($1) AS bytes', [from])
  const strategy = (size?.bytes ?? 0) > COPY_FILES_ABOVE_BYTES ? 'FILE_COPY' : 'WAL_LOG'
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      await session.run(`CREATE DATABASE ${identifier(to)} TEMPLATE ${identifier(from)} STRATEGY ${strategy}`)
      return await copySettings(session, from, to)
    } catch (error) {
      if (sqlstateOf(error) !== SQLSTATE.objectInUse) throw error
      if (Date.now() >= deadline) throw await occupied(session, from, error)
      await sleep(100)
    }
  }
}

/**
 * What ALTER DATABASE … SET and ALTER ROLE … IN DATABASE … SET gave to the template is the server's, and no clone gets
 * it: under another TimeZone the same ALTER TABLE rewrites or does not. Copied as stored, no value needs quoting. Nor
 * does it get IS_TEMPLATE and CONNECTION LIMIT, by which a migration would then seem to have changed it.
 */
async function copySettings(session: Session, from: string, to: string): Promise<void> {
  await session.query(
    `INSERT INTO pg_db_role_setting (setdatabase, setrole, setconfig)
     SELECT (SELECT oid FROM pg_database WHERE datname = $2), setrole, setconfig
     FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = $1)`,
    [from, to],
  )
  await session.query(
    `UPDATE pg_database AS t SET datistemplate = f.datistemplate, datconnlimit = f.datconnlimit
     FROM pg_database AS f WHERE f.datname = $1 AND t.datname = $2`,
    [from, to],
  )
}

/** Drops a database and ends whoever is connected to it; one that is not there is no mistake. */
export async function dropDatabase(address: DatabaseAddress, name: string): Promise<void> {
  await using session = await connect(besides(address, name), 'fulldress')
  await removeDatabase(address, session, name)
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
