import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { cp, readdir, readFile, readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cached } from '../cache/cache.ts'
import { RehearsalError } from '../errors.ts'
import type { StageDescription } from '../model/stage.ts'
import { npm } from './npm.ts'

const NOT_SOURCE = new Set(['node_modules', '.git', '.fulldress'])

/**
 * Where a service's source can be run: with a package-lock.json it is copied into the cache under the hash of its
 * content and `npm ci` is run there, once; without one, or with what it names installed beside it, where it is.
 */
export async function prepareSource(source: string, progress: (line: string) => void): Promise<string> {
  if (!existsSync(source)) {
    throw new RehearsalError(
      'file-missing',
      `expected the source of a service at ${source}, found nothing there`,
      'correct `source` in the spec; it is relative to the spec',
    )
  }
  if (!existsSync(join(source, 'package-lock.json')) || isInstalled(source)) return source
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

type Locked = Readonly<Record<string, { version?: string; integrity?: string; dev?: boolean; optional?: boolean }>>

/** Whether npm's own note of what is in node_modules has all that the lock asks for, but for development alone. */
function isInstalled(source: string): boolean {
  const [asked, there] = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) =>
    locked(join(source, file)),
  )
  if (!asked || !there) return false
  const needed = Object.entries(asked).filter(([path, { dev, optional }]) => path !== '' && !dev && !optional)
  return needed.every(([path, { version, integrity }]) => {
    return there[path]?.version === version && there[path]?.integrity === integrity
  })
}

/** null where there is no lock, or none that can be read. */
function locked(file: string): Locked | null {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { packages?: Locked }).packages ?? null
  } catch {
    return null
  }
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
