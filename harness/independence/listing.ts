import { hash } from 'node:crypto'
import { type Dirent, readFileSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isWithin } from './within.ts'

/** A file as a listing knows it: enough to tell that it was replaced. */
export interface ListedFile {
  readonly size: number
  readonly mtimeMs: number
  /** Moves with whatever is done to a file, and cannot be set back. */
  readonly ctimeMs: number
  readonly executable: boolean
  /** Of its content; null where nobody asked for it, or where it is too large to be read. */
  readonly hash: string | null
}

export interface Listing {
  readonly files: ReadonlyMap<string, ListedFile>
  /** Some files were left out: there are more than anybody would want to copy. */
  readonly truncated: boolean
}

export interface ListOptions {
  /** Folders that are no part of it. */
  readonly except?: readonly string[]
  /**
   * Also reads files: what is written again with the same content, or patched at the same size, is told so. All of them,
   * or those that are no longer as an earlier listing has them.
   */
  readonly hashed?: 'all' | Listing
}

/** Above this an environment is not examined: listing and copying it would take minutes. */
export const MOST_FILES = 60_000
const LARGEST_READ_BYTES = 16 * 1024 * 1024
const NOT_CODE = new Set(['.git', '.fulldress', '__pycache__'])

/**
 * The files beneath a folder, by their path in it. A link that leads out of the folder counts as what it leads to, file
 * or folder; one that leads to another place inside counts as nothing, for that place is listed by itself.
 */
export async function listFiles(folder: string, { except = [], hashed }: ListOptions = {}): Promise<Listing> {
  const files = new Map<string, ListedFile>()
  const root = await realpath(folder).catch(() => folder)
  let truncated = false
  /** `through`: folders outside that were entered on the way, so that no circle of links is walked twice. */
  const visit = async (below: string, through: readonly string[]): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])
    const enter = async (entry: Dirent): Promise<void> => {
      if (files.size >= MOST_FILES) truncated = true
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (truncated || NOT_CODE.has(entry.name) || except.includes(join(folder, path))) return
      if (entry.isDirectory()) await visit(path, through)
      else if (entry.isFile()) files.set(path, await listed(join(folder, path), hashesOf(hashed, path)))
      else if (entry.isSymbolicLink()) await follow(path, through)
    }
    await Promise.all(entries.map(enter))
  }
  const follow = async (path: string, through: readonly string[]): Promise<void> => {
    const target = await realpath(join(folder, path)).catch(() => null)
    if (target === null || isWithin(target, root) || through.includes(target) || isWithin(root, target)) return
    const stats = await stat(target)
    if (stats.isDirectory()) await visit(path, [...through, target])
    else if (stats.isFile()) files.set(path, await listed(target, hashesOf(hashed, path)))
  }
  await visit('', [])
  return { files, truncated }
}

/** The programs of the folders of a PATH; the first of a name counts, as for a shell. A link is what it leads to. */
export async function listPrograms(folders: readonly string[]): Promise<ReadonlyMap<string, ListedFile>> {
  const programs = new Map<string, ListedFile>()
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names) {
      const path = join(folder, name)
      const file = await listed(path, () => false).catch(() => null)
      if (file !== null) programs.set(path, file)
    }
  }
  return programs
}

/** Whether the file at a path is to be read. */
function hashesOf(hashed: ListOptions['hashed'], path: string): (file: ListedFile) => boolean {
  if (hashed === undefined) return () => false
  return (file) => hashed === 'all' || !isUntouched(hashed.files.get(path), file)
}

/** Nothing at all was done to a file since. */
export function isUntouched(was: ListedFile | undefined, is: ListedFile): boolean {
  return was?.size === is.size && was.mtimeMs === is.mtimeMs && was.ctimeMs === is.ctimeMs
}

async function listed(path: string, isRead: (file: ListedFile) => boolean): Promise<ListedFile> {
  const { size, mtimeMs, ctimeMs, mode } = await stat(path)
  const file = { size, mtimeMs, ctimeMs, executable: (mode & 0o111) !== 0, hash: null }
  return isRead(file) ? { ...file, hash: hashOf(path, size) } : file
}

/** Of a file's content; null where it is too large, or cannot be read. One after the other: thousands are no open files. */
function hashOf(path: string, size: number): string | null {
  if (size > LARGEST_READ_BYTES) return null
  try {
    return hash('sha256', readFileSync(path))
  } catch {
    return null
  }
}
