import { createHash } from 'node:crypto'
import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../../harness/cache/cache.ts'
import { run } from '../../harness/process/run.ts'
import type { Client } from './client.ts'

const TIMEOUT_MS = 10 * 60_000

/** Installs a client beside its program, once per release and program; returns the folder. */
export async function install({ name, releases, install }: Client): Promise<string> {
  const program = join(import.meta.dirname, name)
  const hash = createHash('sha256').update(releases.join())
  for (const file of (await readdir(program, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())) {
    hash.update(`${file.name}\0`).update(await readFile(join(file.parentPath, file.name)))
  }
  return cached(`bench-client-${name}-${hash.digest('hex').slice(0, 12)}`, async (folder) => {
    await cp(program, folder, { recursive: true })
    await install(folder)
  })
}

/** Runs a package manager or compiler with the operator's environment, where registries and proxies are named. */
export async function command(folder: string, [program = '', ...args]: readonly string[]): Promise<void> {
  const env = { ...definedEnv(), GOFLAGS: '-mod=mod -buildvcs=false', GOWORK: 'off', CGO_ENABLED: '0' }
  const { exitCode, error, tail } = await run(program, args, { cwd: folder, env, timeoutMs: TIMEOUT_MS })
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? tail}`)
}

/** Into a folder of its own and not into an environment: those hold absolute paths, and this folder is moved. */
export async function pip(releases: readonly string[], folder: string): Promise<void> {
  await command(folder, ['python3', '-m', 'pip', 'install', '-q', '--target', 'lib', ...releases])
}

export function definedEnv(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined))
}
