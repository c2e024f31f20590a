import { homedir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import type { DatabaseAddress } from '../../model/stage.ts'
import { run } from '../../process/run.ts'
import { databaseEnvironment } from '../../staging/placeholders.ts'
import { openServiceFile, servicesOf } from '../../staging/service-file.ts'

/** Nobody knows how long a migration may take; one that takes longer is no quick loop any more. */
export const PATIENCE_MS = 60 * 60_000

export interface ToolRun {
  /** Where DATABASE_URL, libpq's variables and its services point. */
  readonly address: DatabaseAddress
  /** `lock_timeout` of its sessions; null for the server's. */
  readonly lockTimeoutMs: number | null
  readonly logFile: string
  readonly signal: AbortSignal
}

/** Runs a migration tool's own command; rejects with its last lines unless it exits with 0. What it leaves running goes with it. */
export async function runTool(command: string, { address, lockTimeoutMs, logFile, signal }: ToolRun): Promise<void> {
  using services = openServiceFile(`${logFile}.services`, address, servicesOf(command, {}))
  const env = { ...services.environment, ...environmentOf(address, lockTimeoutMs) }
  const limits = { timeoutMs: PATIENCE_MS, leavesNothing: true, signal }
  const { exitCode, tail } = await run('sh', ['-c', command], { env, logFile, ...limits })
  signal.throwIfAborted()
  if (exitCode === 0) return
  const how = `\`${command}\` exited with ${exitCode ?? 'a signal'}`
  const log = `logs/${basename(logFile)}`
  throw new Error(tail.trim() === '' ? `${how} and printed nothing` : `${how}; ${log} ends with:\n${tail}`)
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
