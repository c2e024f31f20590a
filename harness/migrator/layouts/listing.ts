import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, RehearsalError } from '../../errors.ts'

/** Names of a folder's files, and their texts on demand. */
export interface Listing {
  /** As the operator named it. */
  readonly path: string
  /** Relative, with `/` between folders, by code point; at most two folders down. */
  readonly files: readonly string[]
  read(file: string): string
}

const DEEPEST = 2

/** Lists a folder; what is hidden, and what a package manager put there, is passed over. */
export function listFolder(path: string): Listing {
  try {
    return { path, files: filesIn(path, '', 0).toSorted(byCodePoint), read: (file) => readText(join(path, file)) }
  } catch (error) {
    throw new RehearsalError(
      'file-missing',
      `expected a folder of migrations at ${path}, found none (${describe(error)})`,
      'name the folder or the files: `fulldress locks db/migrations`',
      error,
    )
  }
}

export function readText(path: string): string {
  try {
    // Some editors begin a file with a byte order mark, which psql and the tools pass over.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new RehearsalError(
      'file-missing',
      `expected to read ${path}, could not: ${describe(error)}`,
      'name files that are there and readable',
      error,
    )
  }
}

export function byCodePoint(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function filesIn(root: string, below: string, depth: number): readonly string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return []
    // A link counts as what it leads to; one that leads nowhere is nobody's migration.
    const stats = entry.isSymbolicLink() ? statSync(join(root, path), { throwIfNoEntry: false }) : entry
    if (stats?.isFile()) return [path]
    return stats?.isDirectory() && depth < DEEPEST ? filesIn(root, path, depth + 1) : []
  })
}
