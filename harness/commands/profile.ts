import { gatherProfile } from '../database/profile/gather.ts'
import type { ProductionProfile } from '../database/profile/profile.ts'
import { parseDatabaseUrl } from '../database/url.ts'
import { formatBytes, formatCount, formatDuration } from '../model/duration.ts'
import { Interrupted, listenForInterrupts } from './rehearse/interrupts.ts'
import { writeOut } from './write-out.ts'

const FILE = 'production.profile.json'

export interface ProfileOptions {
  readonly database: string
  readonly out?: string
  /** How long transactions are looked at, in ms. */
  readonly ages?: number
  readonly json?: boolean
}

/** Reads production's shape into a file; resolves to the exit code. Whatever it says, it never says the password. */
export async function profileCommand({
  database,
  out = FILE,
  ages = 5_000,
  json = false,
}: ProfileOptions): Promise<number> {
  using interrupts = listenForInterrupts()
  try {
    const url = parseDatabaseUrl(database, process.env)
    const options = { agesForMs: ages, signal: interrupts.signal, now: () => new Date() }
    const profile = await gatherProfile(url, options)
    const text = `${JSON.stringify(profile, null, 2)}\n`
    writeOut(out, text, 'any')
    process.stdout.write(json ? text : profileText(profile, out))
    return 0
  } catch (error) {
    if (interrupts.signal.reason instanceof Interrupted) return interrupts.signal.reason.exitCode
    throw error
  }
}

/** What a profile holds, in a few lines. */
export function profileText(
  { version, tables, transactions, roleSettings, owner, ...rest }: ProductionProfile,
  file: string,
): string {
  const rows = tables.reduce((sum, table) => sum + (table.rows ?? 0), 0)
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0)
  const largest = tables.toSorted((one, other) => other.bytes - one.bytes).slice(0, 5)
  const names = largest.map(
    ({ table, rows: count }) => `${table} ${count === null ? 'never analysed' : formatCount(count)}`,
  )
  const zone = rest.settings.TimeZone ?? 'unknown'
  const ages = transactions.p99Ms === null ? 'none seen' : `p99 ${formatDuration(transactions.p99Ms)}`
  const roles = roleSettings.length === 1 ? '1 role or database' : `${roleSettings.length} roles and databases`
  const withheld = rest.settingsWithheld === 0 ? '' : `, ${rest.settingsWithheld} not on the allow-list stayed there`
  return [
    `postgres ${version}   TimeZone ${zone}   ${tables.length} tables, about ${formatCount(rows)} rows, ${formatBytes(bytes)}`,
    ...(names.length === 0 ? [] : [`  largest       ${names.join(', ')}`]),
    `  owner         ${owner ?? 'nobody owns a table'}`,
    `  settings      of ${roles}${withheld}`,
    `  transactions  ${ages}: ${transactions.how}`,
    `written to ${file}; use it with: fulldress locks --profile ${file}`,
    '',
  ].join('\n')
}
