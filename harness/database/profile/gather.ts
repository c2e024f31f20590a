import type { ConnectionOptions } from 'node:tls'
import { describe, RehearsalError } from '../../errors.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { relationName, usersSchema } from '../naming.ts'
import { connect, type Session } from '../session.ts'
import type { DatabaseUrl } from '../url.ts'
import { sampleAges } from './ages.ts'
import { ALLOWED_SETTINGS, isAllowed } from './allowed.ts'
import type { ProductionProfile } from './profile.ts'

/** In force from the first moment of the session, and for every statement in it. */
const CAREFUL = {
  default_transaction_read_only: 'on',
  statement_timeout: '5s',
  lock_timeout: '200ms',
  idle_in_transaction_session_timeout: '30s',
}

export interface GatherOptions {
  /** How long transactions are looked at. */
  readonly agesForMs: number
  readonly signal: AbortSignal
  readonly now: () => Date
}

/**
 * Reads production's shape in one read-only transaction, from catalogs and statistics alone: it takes no lock on a
 * table, and READ COMMITTED holds no snapshot between two statements, so that no VACUUM waits for it.
 */
export async function gatherProfile(url: DatabaseUrl, options: GatherOptions): Promise<ProductionProfile> {
  await using session = await open(url)
  await session.run('BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ ONLY')
  const [server] = await session.query<{ version: string }>("SELECT current_setting('server_version') AS version")
  const profile = {
    fulldressProfile: 1,
    takenAt: options.now().toISOString(),
    version: server?.version.split(' ')[0] ?? '',
    settings: await settingsOf(session),
    extensions: await session.query<{ name: string; version: string }>(
      'SELECT extname AS name, extversion AS version FROM pg_extension ORDER BY extname COLLATE "C"',
    ),
    owner: await ownerOf(session),
    ...(await roleSettings(session)),
    tables: await tablesOf(session),
    transactions: await sampleAges(session, { forMs: options.agesForMs, signal: options.signal }),
  } as const
  await session.run('COMMIT')
  return profile
}

/** Encrypted where the server can, unless the URL asks for more or less; whose certificate it is counts only where it is asked to. */
async function open({ address, sslMode }: DatabaseUrl): Promise<Session> {
  const encrypted: ConnectionOptions = { rejectUnauthorized: sslMode === 'verify-ca' || sslMode === 'verify-full' }
  const options = { application: 'fulldress-profile', settings: CAREFUL }
  try {
    if (sslMode === 'disable' || sslMode === 'allow') return await connect(address, options)
    return await connect(address, { ...options, tls: encrypted })
  } catch (error) {
    if (sslMode !== 'prefer' || !/does not support SSL/.test(describe(error))) throw unreachable(address, error)
    return await connect(address, options).catch((again: unknown) => {
      throw unreachable(address, again)
    })
  }
}

function unreachable({ host, port }: DatabaseAddress, error: unknown): RehearsalError {
  return new RehearsalError(
    'database-unready',
    `expected a session on ${host}:${port}, found: ${describe(error)}`,
    'give the role CONNECT, and the password in PGPASSWORD; sslmode=require or disable in the URL says how to connect',
    error,
  )
}

/** Of the server, before this session changed any for itself. */
async function settingsOf(session: Session): Promise<Readonly<Record<string, string>>> {
  const rows = await session.query<{ name: string; value: string }>(
    `SELECT name, CASE WHEN name = ANY ($2) THEN coalesce(reset_val, setting) || coalesce(unit, '') ELSE current_setting(name) END AS value
     FROM pg_settings WHERE name = ANY ($1) ORDER BY name COLLATE "C"`,
    [ALLOWED_SETTINGS, Object.keys(CAREFUL)],
  )
  return Object.fromEntries(rows.filter(({ name }) => !(name in CAREFUL)).map(({ name, value }) => [name, value]))
}

async function ownerOf(session: Session): Promise<string | null> {
  const [row] = await session.query<{ owner: string }>(
    `SELECT pg_get_userbyid(c.relowner) AS owner FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${usersSchema('n.nspname')}
     GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
  )
  return row?.owner ?? null
}

async function roleSettings(session: Session): Promise<Pick<ProductionProfile, 'roleSettings' | 'settingsWithheld'>> {
  const rows = await session.query<{ role: string | null; database: string | null; config: readonly string[] }>(
    `SELECT r.rolname AS role, d.datname AS database, s.setconfig AS config
     FROM pg_db_role_setting s
     LEFT JOIN pg_roles r ON r.oid = s.setrole
     LEFT JOIN pg_database d ON d.oid = s.setdatabase
     WHERE s.setdatabase = 0 OR d.datname = current_database()
     ORDER BY 1 NULLS FIRST, 2 NULLS FIRST`,
  )
  const pairs = rows.map(({ role, database, config }) => {
    const entries = config.map(
      (entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const,
    )
    return { role, database, entries }
  })
  return {
    roleSettings: pairs.map(({ role, database, entries }) => {
      return { role, database, settings: Object.fromEntries(entries.filter(([name]) => isAllowed(name))) }
    }),
    settingsWithheld: pairs.flatMap(({ entries }) => entries.filter(([name]) => !isAllowed(name))).length,
  }
}

/** From pg_class, so that no table is opened; a partitioned table is the sum of its partitions. */
async function tablesOf(session: Session): Promise<ProductionProfile['tables']> {
  return await session.query<ProductionProfile['tables'][number]>(
    `SELECT ${relationName('n.nspname', 'c.relname')} AS table,
            sum(p.reltuples) FILTER (WHERE p.reltuples >= 0)::bigint AS rows,
            (sum(p.relpages + coalesce(t.relpages, 0) + coalesce(i.pages, 0)) * current_setting('block_size')::int)::bigint AS bytes
     FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL (
       SELECT leaf.* FROM pg_class leaf
       WHERE leaf.oid = c.oid AND c.relkind <> 'p'
          OR c.relkind = 'p' AND leaf.relkind = 'r' AND leaf.oid IN (SELECT relid FROM pg_partition_tree(c.oid) WHERE isleaf)
     ) p
     LEFT JOIN pg_class t ON t.oid = p.reltoastrelid
     LEFT JOIN LATERAL (
       SELECT sum(x.relpages) AS pages FROM pg_index ix JOIN pg_class x ON x.oid = ix.indexrelid WHERE ix.indrelid = p.oid
     ) i ON true
     WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND ${usersSchema('n.nspname')}
     GROUP BY n.nspname, c.relname
     ORDER BY 1`,
  )
}
