import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const DEEPEST = 8
const MOST_FILES = 20_000
const MOST_BYTES = 400_000

/** What others made, or what is made from the rest. */
const PASSED_OVER = new Set(
  'node_modules vendor dist build out target venv env site-packages __pycache__ coverage tmp log logs'.split(' '),
)

/** The files of a project, as far as somebody wrote them. */
export interface ProjectFiles {
  /** Absolute. */
  readonly folder: string
  /** Relative, with `/` between folders, those nearer to the top first, then by code point. */
  readonly files: readonly string[]
  /** The text of a file; empty where it is none of the files, cannot be read, or is larger than anybody writes. */
  read(file: string): string
  has(file: string): boolean
}

/** Lists a project. Hidden folders, packages and what is built are passed over; so is what lies very deep. */
export function projectFiles(folder: string): ProjectFiles {
  const files: string[] = []
  const queue: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }]
  for (let at = queue.shift(); at !== undefined && files.length < MOST_FILES; at = queue.shift()) {
    for (const entry of entriesOf(join(folder, at.path))) {
      const path = at.path === '' ? entry.name : `${at.path}/${entry.name}`
      if (entry.isFile()) files.push(path)
      else if (entry.isDirectory() && at.depth < DEEPEST && !isPassedOver(entry.name))
        queue.push({ path, depth: at.depth + 1 })
    }
  }
  const known = new Set(files)
  const read = (file: string) => (known.has(file) ? textOf(join(folder, file)) : '')
  return { folder, files, read, has: (file) => known.has(file) }
}

/** The folder of a file; `.` for the top. */
export function folderOf(file: string): string {
  const end = file.lastIndexOf('/')
  return end < 0 ? '.' : file.slice(0, end)
}

function entriesOf(folder: string) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  } catch {
    // A folder that this user may not read has nothing for a spec.
    return []
  }
}

function isPassedOver(name: string): boolean {
  return name.startsWith('.') || PASSED_OVER.has(name)
}

function textOf(path: string): string {
  try {
    return statSync(path).size > MOST_BYTES ? '' : readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch {
    return ''
  }
}
