import type { DatabaseAddress } from '../../model/stage.ts'
import { identifier, literal } from '../naming.ts'
import { connect } from '../session.ts'
import { isAllowed } from './allowed.ts'
import type { ProductionProfile } from './profile.ts'

/** Limits on time and writing hold for production's clients; on a scratch server they would end fulldress's own work. */
const NOT_FOR_ALL: ReadonlySet<string> = new Set([
  'client_encoding',
  'default_transaction_read_only',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'lock_timeout',
  'statement_timeout',
  'transaction_timeout',
])

/**
 * Settings that sessions of the owner have on production, the nearest winning: server, all, database, role, role in
 * database. https://www.postgresql.org/docs/current/sql-alterrole.html
 */
export function settingsInForce(profile: ProductionProfile): Readonly<Record<string, string>> {
  const from = (named: boolean, inDatabase: boolean) =>
    profile.roleSettings
      .filter(
        ({ role, database }) =>
          (named ? role === profile.owner && role !== null : role === null) && (database !== null) === inDatabase,
      )
      .map(({ settings }) => settings)
  const layers = [...from(false, false), ...from(false, true), ...from(true, false), ...from(true, true)]
  const { TimeZone, DateStyle, IntervalStyle } = profile.settings
  const server = Object.entries({ TimeZone, DateStyle, IntervalStyle }).filter((pair) => pair[1] !== undefined)
  const folded = new Map<string, string>()
  for (const [name, value] of [...server, ...layers.flatMap((layer) => Object.entries(layer))]) {
    if (value !== undefined && isAllowed(name)) folded.set(properName(name), value)
  }
  return Object.fromEntries(folded)
}

/** Those of them that a scratch database can be given. */
function settingsForScratch(profile: ProductionProfile): Readonly<Record<string, string>> {
  const entries = Object.entries(settingsInForce(profile))
  return Object.fromEntries(entries.filter(([name]) => !NOT_FOR_ALL.has(name)))
}

/** ALTER ROLE keeps a name as it was typed: `timezone` is `TimeZone`. */
function properName(name: string): string {
  const lower = name.toLowerCase()
  return { timezone: 'TimeZone', datestyle: 'DateStyle', intervalstyle: 'IntervalStyle' }[lower] ?? lower
}

/** Gives a database the settings under which production's owner works; resolves to those it took. */
export async function giveSettings(
  address: DatabaseAddress,
  profile: ProductionProfile,
): Promise<Readonly<Record<string, string>>> {
  await using session = await connect(address, 'fulldress')
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(settingsForScratch(profile))) {
    const said = name === 'search_path' ? namesIn(value).map(identifier).join(', ') : literal(value)
    // A newer server may have dropped what production's still knows.
    const [known] = await session.query('SELECT FROM pg_settings WHERE lower(name) = lower($1)', [name])
    if (known === undefined) continue
    await session.run(`ALTER DATABASE ${identifier(address.database)} SET ${identifier(name)} TO ${said}`)
    given[name] = value
  }
  return given
}

/** Names of a list as the server keeps it: `"$user", public`. */
function namesIn(list: string): readonly string[] {
  return [...list.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}
