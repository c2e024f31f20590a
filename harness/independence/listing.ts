import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A file as a listing knows it: enough to tell that it was replaced, without reading it. */
export interface ListedFile {
  readonly size: number
  readonly mtimeMs: number
  readonly executable: boolean
}

export interface Listing {
  readonly files: ReadonlyMap<string, ListedFile>
  /** Some files were left out: there are more than anybody would want to copy. */
  readonly truncated: boolean
}

/** Above this an environment is not examined: listing and copying it would take minutes. */
export const MOST_FILES = 60_000
const NOT_CODE = new Set(['.git', '.fulldress', '__pycache__'])

/** The files beneath a folder, by their path in it. Links count as what they lead to; those to folders are not followed. */
export async function listFiles(folder: string, except: readonly string[] = []): Promise<Listing> {
  const files = new Map<string, ListedFile>()
  let truncated = false
  const visit = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])
    await Promise.all(
      entries.map(async (entry) => {
        if (files.size >= MOST_FILES) truncated = true
        if (truncated || NOT_CODE.has(entry.name)) return
        const path = below === '' ? entry.name : `${below}/${entry.name}`
        if (except.includes(join(folder, path))) return
        if (entry.isDirectory()) await visit(path)
        else if (entry.isFile()) files.set(path, await listed(join(folder, path)))
      }),
    )
  }
  await visit('')
  return { files, truncated }
}

/** The programs of the folders of a PATH; the first of a name counts, as for a shell. */
export async function listPrograms(folders: readonly string[]): Promise<ReadonlyMap<string, ListedFile>> {
  const programs = new Map<string, ListedFile>()
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names) {
      const path = join(folder, name)
      const file = await listed(path).catch(() => null)
      if (file !== null) programs.set(path, file)
    }
  }
  return programs
}

async function listed(path: string): Promise<ListedFile> {
  const { size, mtimeMs, mode } = await lstat(path)
  return { size, mtimeMs, executable: (mode & 0o111) !== 0 }
}
