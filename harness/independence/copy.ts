import { constants, type Dirent, type Stats } from 'node:fs'
import { copyFile, link, mkdir, readdir, readlink, realpath, stat, symlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { isWithin } from './within.ts'

/** Larger files are data, such as a dump; few scripts write to those. */
const LARGE_BYTES = 64 * 1024 * 1024
const PACKAGES = /(^|\/)(node_modules|(?:site|dist)-packages)\//

export interface CopyOptions {
  /** Folders that are no part of it. */
  readonly except?: readonly string[]
  /** Files of which the copy needs its own, whatever link leads to them; relative to the folder. */
  readonly own?: readonly string[]
}

/**
 * A copy of an environment's folder, without its history and what is no part of it. Files of packages, of which there
 * are many and which nobody writes to, are linked where the file system lets us: a second instead of a minute.
 */
export async function copyEnvironment(from: string, to: string, options: CopyOptions = {}): Promise<void> {
  const { except = [], own = [] } = options
  const left = new Set([...except, to, join(from, '.git'), join(from, '.fulldress')])
  const root = await realpath(from)
  const visit = async (below: string): Promise<void> => {
    await mkdir(join(to, below), { recursive: true })
    const entries = await readdir(join(from, below), { withFileTypes: true })
    await Promise.all(entries.map((entry) => enter(entry, join(below, entry.name))))
  }
  const enter = async (entry: Dirent, path: string): Promise<void> => {
    const places = { from: join(from, path), to: join(to, path) }
    if (left.has(places.from)) return
    if (entry.isSymbolicLink()) {
      const inside = await linkInside(places, { root, top: to })
      if (inside !== null) return await symlink(inside, places.to)
      if (!own.some((file) => isWithin(file, path))) return await symlink(await targetOf(places.from), places.to)
      if ((await stat(places.from)).isDirectory()) return await visit(path)
      return await copyFile(places.from, places.to, constants.COPYFILE_FICLONE)
    }
    if (entry.isDirectory()) await visit(path)
    // Sockets and pipes are no part of what can be loaded.
    else if (entry.isFile()) await copyOne(places, await stat(places.from), PACKAGES.test(path))
  }
  await visit('')
}

interface Places {
  readonly from: string
  readonly to: string
}

/**
 * What a link of the copy holds where it leads to a place inside, or nowhere; null where it leads out. One that names its
 * place from the top would lead from the copy back to what was copied.
 */
async function linkInside(
  { from, to }: Places,
  { root, top }: { readonly root: string; readonly top: string },
): Promise<string | null> {
  const held = await readlink(from)
  const target = await realpath(from).catch(() => null)
  if (target === null) return held
  if (!isWithin(target, root)) return null
  return isAbsolute(held) ? relative(dirname(to), join(top, relative(root, target))) : held
}

/** A place outside that nobody changes is used where it is, from the copy as well. */
async function targetOf(from: string): Promise<string> {
  return resolve(dirname(from), await readlink(from))
}

async function copyOne({ from, to }: Places, { size }: Stats, linked: boolean): Promise<void> {
  const copy = () => copyFile(from, to, constants.COPYFILE_FICLONE)
  // Another device, or a file system without links.
  if (linked || size > LARGE_BYTES) await link(from, to).catch(copy)
  else await copy()
}
