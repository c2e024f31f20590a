import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where downloads and installations are kept between runs: FULLDRESS_CACHE, else the user's cache folder.
 *
 * Root's home cannot be entered by the ordinary user that PostgreSQL insists on, so root's cache is the system's.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.FULLDRESS_CACHE) return env.FULLDRESS_CACHE
  if (process.platform === 'linux' && process.getuid?.() === 0) return '/var/cache/fulldress'
  const base =
    env.XDG_CACHE_HOME ??
    (process.platform === 'darwin' ? join(homedir(), 'Library/Caches') : join(homedir(), '.cache'))
  return join(base, 'fulldress')
}

/**
 * Fills `<cache>/<name>` once and returns its path. `build` works in a folder of its own that is renamed into place
 * when it resolves, so an interrupted installation is never taken for a finished one, and two runs may build at once.
 */
export async function cached(
  name: string,
  build: (folder: string) => Promise<void>,
  cache: string = cacheFolder(),
): Promise<string> {
  const final = join(cache, name)
  if (existsSync(final)) return final
  const work = `${final}.${randomBytes(4).toString('hex')}.partial`
  await mkdir(work, { recursive: true, mode: 0o755 })
  try {
    await build(work)
    await rename(work, final).catch((error: unknown) => {
      if (!existsSync(final)) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return final
}
