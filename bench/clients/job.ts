import { digestCatalog } from '../../harness/database/catalog.ts'
import { connect } from '../../harness/database/session.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { run } from '../../harness/process/run.ts'
import type { Client } from './client.ts'

/** All that a client's user, and the database's next user, can tell. */
export interface Outcome {
  readonly lines: readonly string[]
  readonly objects: ReadonlyMap<string, string>
  readonly rows: string
  /** Whether every command ended as it should. */
  readonly well: boolean
}

/** Does a client's job against a database that may be reached another way than it is looked at afterwards. */
export async function doJob(
  { commands, env }: Client,
  folder: string,
  { through, database }: { readonly through: DatabaseAddress; readonly database: DatabaseAddress },
): Promise<Outcome> {
  const lines: string[] = []
  let well = true
  for (const parts of commands) {
    const mayFail = parts[0] === '!'
    const command = mayFail ? parts.slice(1) : parts
    // One stream for both, so that the order of lines is the program's.
    const result = await run('sh', ['-c', 'exec "$0" "$@" 2>&1', ...command], {
      cwd: folder,
      env: { ...environment(through, folder), ...env?.(folder) },
      timeoutMs: 120_000,
    })
    well &&= result.exitCode !== null && (result.exitCode !== 0) === mayFail
    lines.push(...plain(result.stdout, through, folder), `exit ${result.exitCode}`)
  }
  return { lines, well, objects: (await digestCatalog(database)).objects, rows: await rowsOf(database) }
}

function environment({ host, port, user, password, database }: DatabaseAddress, folder: string) {
  const place = `${user}:${password}@${host}:${port}/${database}`
  const settings = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database }
  return {
    ...settings,
    PATH: process.env.PATH ?? '',
    HOME: folder,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    PYTHONDONTWRITEBYTECODE: '1',
    // An address on loopback without TLS; some tools would ask for it.
    DATABASE_URL: `postgresql://${place}`,
    PGX5_URL: `pgx5://${place}?sslmode=disable`,
    JDBC_URL: `jdbc:postgresql://${host}:${port}/${database}`,
  }
}

/** Without what differs between any two runs: ports, the database's name, durations, moments, process ids, stacks. */
function plain(text: string, { port, database }: DatabaseAddress, folder: string): readonly string[] {
  return text
    .replaceAll(folder, 'FOLDER')
    .replaceAll(database, 'DATABASE')
    .replaceAll(String(port), 'PORT')
    .replaceAll(/\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?/g, 'MOMENT')
    .replaceAll(/\b\d+(\.\d+)? ?(µs|ms|s)\b/g, 'DURATION')
    .replaceAll(/\b0x[0-9a-f]+\b/g, 'POINTER')
    .replaceAll(/\(node:\d+\)/g, '(node)')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^ {4}at /.test(line))
}

async function rowsOf(database: DatabaseAddress): Promise<string> {
  await using session = await connect(database, 'bench')
  const told: string[] = []
  for (const table of ['parcels', 'routes']) {
    const rows = await session
      .query(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)
      .catch((error: Error) => [error.message])
    told.push(JSON.stringify(rows))
  }
  return told.join('\n')
}
