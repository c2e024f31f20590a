import { join } from 'node:path'
import type { Migration, RunOptions } from '../../companions/migration.ts'
import { applyScripts } from '../../migrator/apply.ts'
import { placesOf } from '../../sql/places.ts'
import { PATIENCE_MS, runTool } from '../ground/tool.ts'
import type { CommandTurn, ScriptTurn } from './programme.ts'

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
      await runTool(name, { address, lockTimeoutMs, logFile, signal })
    },
  }
}
