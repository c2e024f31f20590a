import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'

/** Where a name leads in an environment: a file of one's own, a package, or nowhere that we know. */
export type Target = { readonly file: string } | { readonly package: string } | null

const JS_ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.json', '/index.js', '/index.mjs', '/index.ts']

/** As Node looks for a module from a file; paths are relative to the folder. */
export function resolveJs(folder: string, from: string, name: string): Target {
  if (name.startsWith('node:')) return null
  if (name.startsWith('.')) {
    const base = posix.normalize(posix.join(posix.dirname(from), name))
    if (base.startsWith('..')) return null
    const found = JS_ENDINGS.map((ending) => `${base}${ending}`).find((path) => isFile(join(folder, path)))
    return found === undefined ? null : inPackage(found)
  }
  const [, packageName = ''] = /^((?:@[^/]+\/)?[^/]+)/.exec(name) ?? []
  for (let at = posix.dirname(from); ; at = posix.dirname(at)) {
    const path = posix.join(at, 'node_modules', packageName)
    if (packageName !== '' && existsSync(join(folder, path))) return { package: path }
    if (at === '.' || at === '/') return null
  }
}

/** As Python looks for a module: beside the script, in the folders of PYTHONPATH, in site-packages. */
export function resolvePython(folder: string, from: string, name: string, paths: readonly string[]): Target {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0
  const parts = name
    .slice(dots)
    .split('.')
    .filter((part) => part !== '')
  const [top = ''] = parts
  if (dots > 0) {
    const up = posix.join(posix.dirname(from), ...Array.from({ length: dots - 1 }, () => '..'))
    return pythonAt(folder, up, parts)
  }
  for (const path of paths) {
    const target = pythonAt(folder, path, parts)
    if (target !== null) return target
    const bare = posix.join(path, top)
    if (top !== '' && existsSync(join(folder, bare))) return inPackage(`${bare}/`)
  }
  return null
}

function pythonAt(folder: string, at: string, parts: readonly string[]): Target {
  for (let length = parts.length; length > 0; length--) {
    const base = posix.join(at, ...parts.slice(0, length))
    const found = [`${base}.py`, `${base}/__init__.py`].find((path) => isFile(join(folder, path)))
    if (found !== undefined) return inPackage(found)
  }
  return null
}

/** Folders of a tree that hold Python packages; three levels of a virtual environment lie above them. */
export function sitePackages(folder: string): readonly string[] {
  const found: string[] = []
  const visit = (below: string, depth: number) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name === 'node_modules' || entry.name === '.git') continue
      const path = posix.join(below, entry.name)
      if (/^(site|dist)-packages$/.test(entry.name)) found.push(path)
      else if (depth < 4) visit(path, depth + 1)
    }
  }
  visit('.', 0)
  return found
}

/** A file of a package stands for the package. */
function inPackage(path: string): Target {
  const [, npm] = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? []
  const [, python] = /^((?:.*\/)?(?:site|dist)-packages\/[^/]+)/.exec(path) ?? []
  const owner = npm ?? python
  return owner === undefined ? { file: path.replace(/\/$/, '') } : { package: owner }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
