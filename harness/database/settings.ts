import type { DatabaseAddress } from '../model/stage.ts'
import { connect } from './session.ts'

/** Settings that decide how comparable two servers are; those that were set at all are added to them. */
const INTERESTING = [
  'autovacuum',
  'deadlock_timeout',
  'effective_cache_size',
  'fsync',
  'full_page_writes',
  'jit',
  'lock_timeout',
  'maintenance_work_mem',
  'max_connections',
  'max_wal_size',
  'shared_buffers',
  'statement_timeout',
  'synchronous_commit',
  'wal_level',
  'work_mem',
]

/** Where an installation keeps its files says nothing about the server, and names the machine. */
const PLACES = "'(directory|_file|_directories|_path)$|^(port|listen_addresses|config_file)$'"

export interface ServerSettings {
  /** `17.6` */
  readonly version: string
  readonly settings: Readonly<Record<string, string>>
}

/** Version and interesting settings of a server, with their units as `SHOW` prints them. */
export async function serverSettings(address: DatabaseAddress): Promise<ServerSettings> {
  await using session = await connect(address, 'fulldress')
  const rows = await session.query<{ name: string; value: string }>(
    `SELECT name, current_setting(name) AS value FROM pg_settings
     WHERE (name = ANY ($1) OR source IN ('configuration file', 'command line', 'global', 'database'))
       AND name !~ ${PLACES}
     ORDER BY name COLLATE "C"`,
    [INTERESTING],
  )
  const [server] = await session.query<{ version: string }>("SELECT current_setting('server_version') AS version")
  const version = server?.version.split(' ')[0] ?? ''
  return { version, settings: Object.fromEntries(rows.map(({ name, value }) => [name, value])) }
}
