import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pythonImports } from './imports.ts'

/** The dependencies that an npm package declares. */
export function declared(folder: string, path: string): readonly string[] {
  const { dependencies = {} } = readJson(join(folder, path, 'package.json')) as { dependencies?: object }
  return Object.keys(dependencies)
}

/** The modules that a Python package's own files import by full name, with the file that does. */
export function pythonDependencies(
  folder: string,
  path: string,
): readonly { readonly file: string; readonly module: string }[] {
  const root = join(folder, path)
  if (!existsSync(root) || !statSync(root).isDirectory()) return []
  return readdirSync(root)
    .filter((name) => name.endsWith('.py'))
    .flatMap((name) => {
      const { names } = pythonImports(readFileSync(join(root, name), 'utf8'))
      return names.filter((one) => !one.startsWith('.')).map((module) => ({ file: `${path}/${name}`, module }))
    })
}

/** The package whose program npm put into node_modules/.bin under this name. */
export function packageOfBin(folder: string, program: string): string | null {
  const root = join(folder, 'node_modules')
  if (!existsSync(join(root, '.bin', program))) return null
  const names = readdirSync(root).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(root, name)).map((one) => `${name}/${one}`) : [name],
  )
  const owner = names.find((name) => {
    const { bin } = readJson(join(root, name, 'package.json')) as { bin?: string | object }
    return typeof bin === 'string' ? basename(name) === program : bin !== undefined && program in bin
  })
  return owner === undefined ? null : `node_modules/${owner}`
}

/** A script of the environment's own package.json. */
export function npmScript(folder: string, name: string): string | null {
  const { scripts = {} } = readJson(join(folder, 'package.json')) as { scripts?: Record<string, string> }
  return scripts[name] ?? null
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
