import { isIP } from 'node:net'
import { describe, RehearsalError } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { connect, type Session } from './session.ts'

const HINT =
  'fulldress creates and drops databases there: name a server on this machine that nobody uses, or let it start one'

/**
 * Refuses a server on which anybody could depend: one that is not on loopback, a standby, one with replicas or with
 * sessions of others; those that a killed run of ours left may be ended `beforehand`, once all else is well. There is no override: a tunnel makes production look like loopback, and this is what tells them.
 */
export async function refuseUnlessAlone(
  address: DatabaseAddress,
  beforehand: () => Promise<void> = async () => undefined,
): Promise<void> {
  if (!isLoopback(address.host)) {
    throw refused(`expected --database to name a server on loopback, found the host ${address.host}`)
  }
  await using session = await open(address)
  const [is] = await session.query<{ standby: boolean; replicas: number; superuser: boolean }>(
    `SELECT pg_is_in_recovery() AS standby,
            (SELECT count(*) FROM pg_stat_replication) + (SELECT count(*) FROM pg_replication_slots) AS replicas,
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser`,
  )
  if (is?.standby !== false) throw refused('expected a server of its own behind --database, found a standby')
  if (is.replicas > 0)
    throw refused('expected a server without replicas behind --database, found replication clients or slots')
  if (!is.superuser) {
    throw refused(
      `expected ${address.user} to be a superuser of the server behind --database, found an ordinary role`,
      'locks of other sessions are read by a superuser: name one in the URL',
    )
  }
  await beforehand()
  const others = await othersOn(session)
  if (others.length > 0)
    throw refused(`expected nobody else on the server behind --database, found ${others.join(', ')}`)
}

export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

async function open(address: DatabaseAddress): Promise<Session> {
  try {
    return await connect(address, 'fulldress')
  } catch (error) {
    throw new RehearsalError(
      'database-unready',
      `expected a PostgreSQL server at ${address.host}:${address.port}, found: ${describe(error)}`,
      'start it, or leave --database out: then fulldress starts one',
      error,
    )
  }
}

/** Sessions of clients and subscriptions, at most five by name. */
async function othersOn(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ who: string }>(
    `SELECT format('%s (pid %s, database %s)', coalesce(nullif(application_name, ''), usename), pid, datname) AS who
     FROM pg_stat_activity
     WHERE pid <> pg_backend_pid() AND (backend_type = 'client backend' OR backend_type ~ '^logical replication.*worker')
     ORDER BY pid LIMIT 5`,
  )
  return rows.map(({ who }) => who)
}

function refused(message: string, hint = HINT): RehearsalError {
  return new RehearsalError('database-refused', message, hint)
}
