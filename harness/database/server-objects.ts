import type { DatabaseAddress } from '../model/stage.ts'
import { identifier, literal } from './naming.ts'
import { removeDatabase } from './removal.ts'
import { connect, type Session } from './session.ts'

/** Besides roles, what all databases of a server share and a migration may make or set. Our own databases are left out. */
export interface ServerObject {
  readonly kind: 'database' | 'tablespace' | 'replication slot' | 'server setting' | 'settings'
  readonly name: string
  /** Tells it from another one of its name: its number, or a setting's value. */
  readonly is: string
}

/** By this all databases of ours begin. */
const OURS = 'fulldress_'

/** What is there now, by kind and name. */
export async function serverObjects(session: Pick<Session, 'query'>): Promise<readonly ServerObject[]> {
  return await session.query<ServerObject>(OBJECTS)
}

const OBJECTS = `
  SELECT * FROM (
    SELECT 'database' AS kind, datname::text AS name, oid::text AS is FROM pg_database WHERE NOT starts_with(datname, '${OURS}')
    UNION ALL SELECT 'tablespace', spcname, oid::text FROM pg_tablespace WHERE oid >= 16384
    UNION ALL SELECT 'replication slot', slot_name, slot_type FROM pg_replication_slots
      WHERE NOT temporary AND NOT starts_with(coalesce(database, ''), '${OURS}')
    UNION ALL SELECT 'server setting', name, setting FROM pg_file_settings
      WHERE sourcefile ~ 'postgresql\\.auto\\.conf$' AND name IS NOT NULL
    UNION ALL SELECT 'settings', 'of all roles', setconfig::text FROM pg_db_role_setting WHERE setdatabase = 0 AND setrole = 0
  ) AS o ORDER BY kind, name`

/** What is there now and was not, or is another than it was. */
export function cameSince(known: readonly ServerObject[], now: readonly ServerObject[]): readonly ServerObject[] {
  return now.filter(
    (one) => !known.some((other) => other.kind === one.kind && other.name === one.name && other.is === one.is),
  )
}

/** What was there and is not any more, under that name or at all. */
export function goneSince(known: readonly ServerObject[], now: readonly ServerObject[]): readonly ServerObject[] {
  return cameSince(now, known)
}

/**
 * Removes what came since and sets settings back. Only while nobody else is on the server: what came then is the doing of
 * whoever works on our own databases. What cannot be removed stays; `serverObjects` tells.
 */
export async function restoreServerObjects(address: DatabaseAddress, known: readonly ServerObject[]): Promise<void> {
  await using session = await connect(address, 'fulldress')
  const now = await serverObjects(session)
  const [came, gone] = [cameSince(known, now), goneSince(known, now)]
  if (came.length + gone.length === 0) return
  if ((await session.query(OTHERS)).length > 0) return
  const quietly = (work: Promise<unknown>) => work.catch(() => undefined)
  // A tablespace goes after the databases that are in it.
  for (const { name } of came.filter(({ kind }) => kind === 'database')) {
    await quietly(removeDatabase(address, session, name))
  }
  for (const statement of statementsBack(came, gone)) await quietly(session.run(statement))
}

/** Statements that undo what is not a database. */
export function statementsBack(came: readonly ServerObject[], gone: readonly ServerObject[]): readonly string[] {
  const removed = came.flatMap(({ kind, name }) => {
    if (kind === 'tablespace') return [`DROP TABLESPACE ${identifier(name)}`]
    if (kind === 'replication slot') return [`SELECT pg_drop_replication_slot(${literal(name)})`]
    return kind === 'server setting' ? [`ALTER SYSTEM RESET ${setting(name)}`] : []
  })
  const settings = gone.filter(({ kind }) => kind === 'server setting')
  const given = settings.map(({ name, is }) => `ALTER SYSTEM SET ${setting(name)} = ${literal(is)}`)
  const everybodys = [...came, ...gone].some(({ kind }) => kind === 'settings') ? ['ALTER ROLE ALL RESET ALL'] : []
  // Copied as stored, no list needs quoting.
  const restored = gone
    .filter(({ kind }) => kind === 'settings')
    .map(({ is }) => `INSERT INTO pg_db_role_setting (setdatabase, setrole, setconfig) VALUES (0, 0, ${literal(is)})`)
  const reload = [...came, ...settings].some(({ kind }) => kind === 'server setting') ? ['SELECT pg_reload_conf()'] : []
  return [...removed, ...given, ...everybodys, ...restored, ...reload]
}

/** `auto_explain.log_min_duration` has two names, each of which may need quotes. */
function setting(name: string): string {
  return name.split('.').map(identifier).join('.')
}

const OTHERS = `
  SELECT FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
    AND application_name NOT LIKE 'fulldress%' AND NOT starts_with(datname, '${OURS}')`
