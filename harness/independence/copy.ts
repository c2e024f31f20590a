import { constants, type Dirent } from 'node:fs'
import { copyFile, link, lstat, mkdir, readdir, readlink, symlink } from 'node:fs/promises'
import { join } from 'node:path'

/** Larger files are data, such as a dump; few scripts write to those. */
const LARGE_BYTES = 64 * 1024 * 1024
const PACKAGES = /(^|\/)(node_modules|(?:site|dist)-packages)\//

/**
 * A copy of an environment's folder, without its history and what is no part of it. Files of packages, of which there
 * are many and which nobody writes to, are linked where the file system lets us: a second instead of a minute.
 */
export async function copyEnvironment(from: string, to: string, except: readonly string[] = []): Promise<void> {
  const left = new Set([...except, to, join(from, '.git'), join(from, '.fulldress')])
  const visit = async (below: string): Promise<void> => {
    await mkdir(join(to, below), { recursive: true })
    const entries = await readdir(join(from, below), { withFileTypes: true })
    await Promise.all(
      entries.map(async (entry) => {
        const path = join(below, entry.name)
        if (left.has(join(from, path))) return
        if (entry.isDirectory()) await visit(path)
        else await copyEntry(entry, { from: join(from, path), to: join(to, path), linked: PACKAGES.test(path) })
      }),
    )
  }
  await visit('')
}

async function copyEntry(
  entry: Dirent,
  { from, to, linked }: { readonly from: string; readonly to: string; readonly linked: boolean },
): Promise<void> {
  if (entry.isSymbolicLink()) return await symlink(await readlink(from), to)
  // Sockets and pipes are no part of what can be loaded.
  if (!entry.isFile()) return
  const copy = () => copyFile(from, to, constants.COPYFILE_FICLONE)
  // Another device, or a file system without links.
  if (linked || (await lstat(from)).size > LARGE_BYTES) await link(from, to).catch(copy)
  else await copy()
}
