import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { versionOf } from '../version.ts'
import type { Place } from './place.ts'

/** K6_BIN: the operator's word. */
export const k6Bin: Place = {
  name: 'K6_BIN',
  async find({ env }) {
    if (!env.K6_BIN) throw new Error('not set')
    return env.K6_BIN
  },
  describe: async ({ env }) => (env.K6_BIN ? `set to ${env.K6_BIN}` : 'not set'),
}

export const path: Place = {
  name: 'PATH',
  async find({ env }) {
    const found = (env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, 'k6'))
      .find((file) => existsSync(file))
    if (found === undefined) throw new Error('no k6 on it')
    return found
  },
  describe: (search) => path.find(search).catch(() => 'no k6 on it'),
}

/** What an earlier search left: the newest k6 that runs. */
export const cache: Place = {
  name: 'cache',
  async find(search) {
    const versions = await Promise.all(
      cachedFiles(search.cache).map(async (file) => ({ file, version: await versionOf(file).catch(() => null) })),
    )
    const running = versions.flatMap(({ file, version }) => (version === null ? [] : [{ file, version }]))
    const newest = running.sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }))[0]
    if (newest === undefined) throw new Error(`none in ${search.cache}`)
    return newest.file
  },
  describe: (search) => cache.find(search).catch(() => `none in ${search.cache}`),
}

function cachedFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => name.startsWith('k6-') && !name.endsWith('.partial'))
  return names.map((name) => join(folder, name, 'k6')).filter((file) => existsSync(file))
}
