import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Migration, RunOptions } from '../../companions/migration.ts'
import { applyScripts } from '../../migrator/apply.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { run } from '../../process/run.ts'
import { placesOf } from '../../sql/places.ts'
import { databaseEnvironment } from '../../staging/placeholders.ts'
import { openServiceFile, servicesOf } from '../../staging/service-file.ts'
import type { CommandTurn, ScriptTurn } from './programme.ts'

/** Nobody knows how long a migration may take; one that takes longer is no quick loop any more. */
export const PATIENCE_MS = 60 * 60_000

export interface RunBy {
  /** `lock_timeout` that whoever runs it sets; null for none. */
  readonly lockTimeoutMs: number | null
  /** Of a command, of which nobody else knows. */
  readonly direction: 'up' | 'down'
  /** The run's, for the logs of commands. */
  readonly folder: string
  readonly progress: (line: string) => void
}

/** A script as the trials run it. */
export function scriptMigration(
  { name, script, direction }: ScriptTurn,
  { lockTimeoutMs, progress }: RunBy,
): Migration {
  return {
    name,
    source: 'sql',
    direction,
    lockTimeoutMs,
    places: placesOf([{ name: script.file, text: script.text }]),
    run: (address, { signal, attendant }) =>
      applyScripts([script], { address, lockTimeoutMs, timeoutMs: PATIENCE_MS, attendant, progress, signal }),
  }
}

/** A tool's own command as the trials run it: pointed at their database by DATABASE_URL and libpq's variables. */
export function commandMigration({ name, texts }: CommandTurn, { lockTimeoutMs, direction, folder }: RunBy): Migration {
  let times = 0
  return {
    name,
    source: 'command',
    direction,
    lockTimeoutMs,
    places: placesOf(texts),
    async run(address, { signal }: RunOptions) {
      const logFile = join(folder, 'logs', `command-${++times}.log`)
      using services = openServiceFile(`${logFile}.services`, address, servicesOf(name, {}))
      const env = { ...services.environment, ...environmentOf(address, lockTimeoutMs) }
      const { exitCode, tail } = await run('sh', ['-c', name], { env, logFile, timeoutMs: PATIENCE_MS, signal })
      signal.throwIfAborted()
      if (exitCode !== 0) throw new Error(`\`${name}\` exited with ${exitCode ?? 'a signal'}; its last lines:\n${tail}`)
    },
  }
}

/** Programs and a home, as the operator has them; nothing else is inherited, for it might name another database. */
function environmentOf(address: DatabaseAddress, lockTimeoutMs: number | null): Record<string, string> {
  const local = join(process.cwd(), 'node_modules', '.bin')
  const PATH = [local, dirname(process.execPath), process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter)
  return {
    PATH,
    HOME: homedir(),
    LANG: 'C.UTF-8',
    PGAPPNAME: 'fulldress-step',
    ...(lockTimeoutMs === null ? {} : { PGOPTIONS: `-c lock_timeout=${Math.round(lockTimeoutMs)}` }),
    ...databaseEnvironment(address),
  }
}
