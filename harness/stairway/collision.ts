import { SQLSTATE } from '../database/sqlstate.ts'
import { describe } from '../errors.ts'
import type { StairError } from '../model/facts-of-stairway.ts'

const TRANSIENT: readonly string[] = [SQLSTATE.deadlockDetected, SQLSTATE.serializationFailure]

/** Whether two ways that met may have made it: nobody else is on a copy, but roles and the like are the server's. */
export function isCollision({ sqlstate, message }: StairError): boolean {
  return TRANSIENT.includes(sqlstate) || /\btuple concurrently (?:updated|deleted)\b/.test(message)
}

/** What PostgreSQL says of objects in the session's own database, and of whole databases. */
const HERE = /^(?:DETAIL:\s*)?(?:owner of|privileges for|target of|tablespace for|initial privileges for) /m

/**
 * The role that could not be dropped because objects in other databases depend on it, which may be our own copies; null
 * for any other failure. The server names what depends on it, its own database's objects first.
 */
export function roleNeededElsewhere(error: unknown): string | null {
  const cause = error instanceof Error ? (error.cause as { readonly detail?: unknown } | undefined) : undefined
  const text = `${describe(error)}\n${cause?.detail ?? ''}`
  const [, role] = /role "(.+)" cannot be dropped because some objects depend on it/.exec(text) ?? []
  return role === undefined || HERE.test(text) ? null : role
}
