import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readdir, readFile, readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cached } from '../cache/cache.ts'
import { RehearsalError } from '../errors.ts'
import type { StageDescription } from '../model/stage.ts'
import { npm } from './npm.ts'

const NOT_SOURCE = new Set(['node_modules', '.git', '.fulldress'])

/**
 * Where a service's source can be run: with a package-lock.json it is copied into the cache under the hash of its
 * content and `npm ci` is run there, once; without one it is run where it is.
 */
export async function prepareSource(source: string, progress: (line: string) => void): Promise<string> {
  if (!existsSync(source)) {
    throw new RehearsalError(
      'file-missing',
      `expected the source of a service at ${source}, found nothing there`,
      'correct `source` in the spec; it is relative to the spec',
    )
  }
  if (!existsSync(join(source, 'package-lock.json'))) return source
  const name = `sources/${basename(source)}-${process.platform}-${process.arch}-${await hashOf(source)}`
  return await cached(name, async (folder) => {
    progress(`installing ${basename(source)} with npm ci, once for this content`)
    const filter = (path: string) => !NOT_SOURCE.has(basename(path)) || path === source
    await cp(source, folder, { recursive: true, filter, verbatimSymlinks: true })
    await npm(['ci'], folder, source)
  })
}

/** Every source of the description, prepared at the same time, by the path that the spec names. */
export async function prepareSources(
  { services }: StageDescription,
  progress: (line: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const sources = services.flatMap(({ versions }) => Object.values(versions).map(({ source }) => source))
  const distinct = [...new Set(sources.filter((source) => source !== null))]
  return new Map(
    await Promise.all(distinct.map(async (source) => [source, await prepareSource(source, progress)] as const)),
  )
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256')
  await hashInto(hash, folder, '')
  return hash.digest('hex').slice(0, 16)
}

async function hashInto(hash: ReturnType<typeof createHash>, folder: string, below: string): Promise<void> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_SOURCE.has(entry.name)) continue
    const path = join(below, entry.name)
    if (entry.isDirectory()) await hashInto(hash, folder, path)
    else if (entry.isSymbolicLink()) hash.update(`${path}\0link\0${await readlink(join(folder, path))}\0`)
    else if (entry.isFile())
      hash
        .update(`${path}\0`)
        .update(await readFile(join(folder, path)))
        .update('\0')
  }
}
