import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../../cache/cache.ts'
import { run } from '../../process/run.ts'
import { download, verify } from './download.ts'
import { childEnvironment, K6_RELEASE, type Place, type Search } from './place.ts'
import { unzipOne } from './unzip.ts'

/** The official release, verified against the checksums published beside it. */
export const release: Place = {
  name: 'release',
  async find(search) {
    const archive = archiveName(process.platform, process.arch)
    if (archive === null) throw new Error(`k6 ${K6_RELEASE} is not released for ${process.platform} ${process.arch}`)
    const folder = await cached(`k6-${K6_RELEASE}-release`, (into) => install(archive, into, search), search.cache)
    return join(folder, 'k6')
  },
  async describe({ sources }) {
    const archive = archiveName(process.platform, process.arch)
    return archive === null ? 'none for this platform' : `${archive} from ${sources.releases}`
  },
}

/** null where there is no release for the platform. */
export function archiveName(platform: NodeJS.Platform, arch: string): string | null {
  const system = { linux: 'linux', darwin: 'macos' }[platform as string]
  const processor = { x64: 'amd64', arm64: 'arm64' }[arch]
  if (system === undefined || processor === undefined) return null
  return `k6-v${K6_RELEASE}-${system}-${processor}.${system === 'linux' ? 'tar.gz' : 'zip'}`
}

async function install(archive: string, folder: string, search: Search): Promise<void> {
  const { sources, signal, progress } = search
  const base = `${sources.releases}/v${K6_RELEASE}`
  const checksums = (await download(`${base}/k6-v${K6_RELEASE}-checksums.txt`, signal)).toString('utf8')
  const sha256 = checksums
    .split('\n')
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([, name]) => name === archive)?.[0]
  if (sha256 === undefined) throw new Error(`the release's checksums do not name ${archive}`)
  progress(`k6 ${K6_RELEASE}: fetching the release`)
  const bytes = await download(`${base}/${archive}`, signal)
  verify(archive, bytes, sha256)
  const binary = join(folder, 'k6')
  if (archive.endsWith('.zip')) await writeFile(binary, unzipOne(bytes, /\/k6$/))
  else await untar(bytes, folder, search)
  await chmod(binary, 0o755)
}

async function untar(bytes: Buffer, folder: string, { env, signal }: Search): Promise<void> {
  const file = join(folder, 'k6.tar.gz')
  await writeFile(file, bytes)
  const args = ['-xzf', file, '-C', folder, '--strip-components', '1']
  const result = await run('tar', args, { env: childEnvironment(env), signal, timeoutMs: 60_000 })
  if (result.exitCode !== 0) throw new Error(`tar could not unpack the release: ${result.tail}`)
}
