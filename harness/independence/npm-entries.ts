import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface PackageJson {
  readonly main?: unknown
  readonly module?: unknown
  readonly exports?: unknown
  readonly bin?: unknown
}

const CODE = /\.[cm]?[jt]s$/

/** The files by which an npm package is loaded or run: main, exports, bin, and index. Patterns in exports are left out. */
export async function npmEntries(root: string): Promise<readonly string[]> {
  const text = await readFile(join(root, 'package.json'), 'utf8').catch(() => '{}')
  const { main, module, exports, bin } = JSON.parse(text) as PackageJson
  const named = [
    ...leaves(main),
    ...leaves(module),
    ...leaves(exports),
    ...leaves(bin),
    'index',
    'index.mjs',
    'index.cjs',
  ]
  const found = named.filter((path) => !path.includes('*')).flatMap((path) => existing(root, path) ?? [])
  return [...new Set(found)]
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value.replace(/^\.\//, '')]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(leaves)
}

/** As Node's require looks for it: the file itself, with an extension, or a folder's index. */
function existing(root: string, path: string): string | null {
  const clean = path.replace(/\/$/, '')
  for (const candidate of [clean, `${clean}.js`, `${clean}.cjs`, `${clean}/index.js`]) {
    const file = join(root, candidate)
    if (existsSync(file) && statSync(file).isFile() && (CODE.test(candidate) || candidate === clean)) {
      // Data may be exported as well; it throws nothing.
      return /\.(json|node|css|wasm|d\.ts)$/.test(candidate) ? null : candidate
    }
  }
  return null
}
