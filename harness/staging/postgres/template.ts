import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../../cache/cache.ts'
import { RehearsalError } from '../../errors.ts'
import type { DatabaseDescription } from '../../model/stage.ts'
import { run } from '../../process/run.ts'
import { lastLines } from '../../process/tail.ts'
import { giveToPostgres, postgresAccount } from './account.ts'
import { installPostgres, POSTGRES_RELEASES } from './install.ts'
import { postgresEnvironment } from './programs.ts'

/**
 * An empty data directory whose superuser is the spec's user, made once per release and user: copying it takes a
 * tenth of the time that initdb takes. Nobody knows its password; each copy is given its own.
 */
export async function templateData(
  { version, user }: DatabaseDescription,
  progress: (line: string) => void,
): Promise<string> {
  const native = await installPostgres(version, progress)
  const account = postgresAccount()
  const key = createHash('sha256')
    .update(`${user}\0${account?.uid ?? process.getuid?.()}`)
    .digest('hex')
    .slice(0, 8)
  const folder = await cached(`postgres-data-${POSTGRES_RELEASES[version]}-${key}`, async (work) => {
    await chmod(work, 0o755)
    const data = join(work, 'data')
    await mkdir(data, { mode: 0o700 })
    await giveToPostgres(data)
    const passwordFile = join(work, 'password')
    await writeFile(passwordFile, randomBytes(16).toString('hex'), { mode: 0o644 })
    await initdb(native, [...initdbArguments(version), '-U', user, '--pwfile', passwordFile, '-D', data], work)
    await rm(passwordFile)
  })
  return join(folder, 'data')
}

/** Code-point order and UTF-8 everywhere, whatever locales this machine has. */
function initdbArguments(version: DatabaseDescription['version']): readonly string[] {
  const locale = version >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []
  return ['--encoding=UTF8', '--no-locale', ...locale, '--auth=scram-sha-256', '--no-instructions', '--no-sync']
}

async function initdb(native: string, args: readonly string[], cwd: string): Promise<void> {
  const user = postgresAccount()
  const options = { cwd, env: postgresEnvironment(), timeoutMs: 120_000, ...(user && { user }) }
  const result = await run(join(native, 'bin', 'initdb'), args, options)
  if (result.exitCode === 0) return
  throw new RehearsalError(
    'database-unready',
    `expected initdb to make an empty database, found exit code ${result.exitCode}:\n${lastLines(result.tail, 15)}`,
    'an ordinary user must be able to enter the cache folder; name another with FULLDRESS_CACHE',
  )
}
