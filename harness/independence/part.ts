import { extname } from 'node:path'
import type { ChangedPart } from '../model/facts-of-independence.ts'

/** A changed part and where it lies, relative to the environment's folder; absolute for programs on the PATH. */
export interface Part extends ChangedPart {
  readonly path: string
  /** Its files that differ, relative to the environment's folder. */
  readonly files: readonly string[]
}

/** What a file belongs to: a package, or nothing but itself. */
export interface Owner {
  readonly kind: ChangedPart['kind']
  readonly name: string
  readonly path: string
}

const MODULE = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.py'])

/** The package, module, program or other file that a path is of; null for what a package manager keeps for itself. */
export function ownerOf(path: string, executable: boolean): Owner | null {
  return npmPackage(path) ?? pythonPackage(path) ?? ownFile(path, executable)
}

function npmPackage(path: string): Owner | null {
  const [, folder, name] = /^((?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+))\/[^/]/.exec(path) ?? []
  if (folder === undefined || name === undefined || name.startsWith('.')) return null
  return { kind: 'npm package', name, path: folder }
}

/** `site-packages/name/…`, `site-packages/name.py`, `site-packages/name.cpython-311.so`; metadata belongs to nobody. */
function pythonPackage(path: string): Owner | null {
  const [, folder = '', top] = /^((?:.*\/)?(?:site|dist)-packages)\/([^/]+)/.exec(path) ?? []
  if (top === undefined || /\.(dist|egg)-info$/.test(top) || top === '__pycache__') return null
  const name = top.replace(/(\.[\w-]+)?\.(py|so)$/, '')
  return { kind: 'Python package', name, path: `${folder}/${top}` }
}

function ownFile(path: string, executable: boolean): Owner | null {
  if (/(^|\/)(node_modules|__pycache__|(?:site|dist)-packages)\//.test(path)) return null
  if (MODULE.has(extname(path))) return { kind: 'module', name: path, path }
  if (executable || ['.sh', '.bash'].includes(extname(path))) return { kind: 'program', name: path, path }
  return { kind: 'file', name: path, path }
}

/** Code of languages whose modules are neither packages nor run by themselves. */
const LOADED = new Set(['.pm', '.pl', '.rb', '.php', '.lua', '.so', '.node', '.jar', '.class'])

/** Whether a file is code by its name; any other may be data. */
export function isCode({ kind, path }: Owner): boolean {
  return kind !== 'file' || LOADED.has(extname(path))
}

const MANIFEST =
  /(^|\/)(package\.json|tsconfig[^/]*\.json|npm-shrinkwrap\.json|package-lock\.json|pnpm-(lock|workspace)\.yaml|composer\.json|pyproject\.toml|setup\.cfg|requirements[^/]*\.txt|Gemfile|Cargo\.toml|go\.mod|sqitch\.plan|_journal\.json|schema\.rb|alembic\.ini|diesel\.toml|[^/]*changelog[^/]*|\.[^/]+rc|\.(tool-versions|[a-z]+-version)|[^/]+\.(lock|sum|prisma|sql))$/

/** Why a file stays usable although it changed; null where it does not. */
export function leftWhole({ kind, path }: Owner): string | null {
  // A tool reads the new list of packages or migrations to find its way back; SQL for the database is the way back.
  return kind === 'file' && MANIFEST.test(path) ? 'changed and left whole, for tools find their way by it' : null
}

/** `ledger-client 2.0.0`, `bin/ledgerctl`. */
export function nameOf({ name, is }: ChangedPart): string {
  return is === null ? name : `${name} ${is}`
}
