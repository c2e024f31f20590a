import { existsSync, statSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { npmEntries } from './npm-entries.ts'
import { nameOf, type Part } from './part.ts'

/** What a program that was made unusable exits with; nothing else does by habit. */
const EXIT_CODE = 97

/** What every unusable part says when it is loaded, and by which it is found in a command's output. */
export function complaintOf(part: Part): string {
  return `fulldress: ${nameOf(part)} was made unusable, for the upgrade changes it`
}

/** Makes each part throw when it is loaded, or exit when it is run. Programs of the PATH get a stand-in in `stubs`. */
export async function makeUnusable(folder: string, parts: readonly Part[], stubs: string): Promise<void> {
  await mkdir(stubs, { recursive: true })
  for (const part of parts) {
    if (part.kind === 'npm package') await spoilNpm(folder, part)
    else if (part.kind === 'Python package') await spoilPython(folder, part)
    else if (part.path.startsWith('/')) await writeProgram(join(stubs, basename(part.path)), part)
    else if (part.kind === 'program') await writeProgram(join(folder, part.path), part)
    else if (part.kind === 'module') await writeModule(join(folder, part.path), part)
    else if (part.kind === 'file') await spoilFile(join(folder, part.path), part)
  }
}

/** What the output of a command that failed may say of a part, besides the complaint: the path of a file that is gone. */
export function isToldOf(part: Part, output: string): boolean {
  return output.includes(complaintOf(part)) || (part.kind === 'file' && output.includes(part.path))
}

async function spoilNpm(folder: string, part: Part): Promise<void> {
  const root = join(folder, part.path)
  for (const entry of await npmEntries(root)) await writeModule(join(root, entry), part)
  // A module may be loaded by its path in the package as well, and data is read so.
  for (const path of part.files) {
    if (JS.test(path)) await writeModule(join(folder, path), part)
    else if (/\.(json|node|wasm)$/.test(path) && !path.endsWith('/package.json'))
      await rm(join(folder, path), { force: true })
  }
}

const JS = /(?<!\.d)\.[cm]?[jt]s$/

async function spoilPython(folder: string, part: Part): Promise<void> {
  const path = join(folder, part.path)
  if (existsSync(path) && statSync(path).isDirectory()) {
    await rm(join(path, '__pycache__'), { recursive: true, force: true })
    return await writeModule(join(path, '__init__.py'), part)
  }
  // An extension module is preferred to one in Python, so it has to go.
  await rm(path, { force: true })
  await writeModule(join(dirname(path), `${part.name}.py`), part)
}

/** How each language says that it cannot go on; what is none of them is data, which is taken away. */
const FAILS: Readonly<Record<string, (words: string) => string>> = {
  '.pm': (words) => `die '${words}' . "\\n";\n`,
  '.pl': (words) => `die '${words}' . "\\n";\n`,
  '.rb': (words) => `raise '${words}'\n`,
  '.php': (words) => `<?php throw new Exception('${words}');\n`,
  '.lua': (words) => `error('${words}')\n`,
}

/** A text without an ending is one that a shell may read into itself. */
async function spoilFile(file: string, part: Part): Promise<void> {
  const fails = FAILS[extname(file)] ?? (extname(file) === '' ? shellFails : null)
  if (fails !== null) await replace(file, fails(complaintOf(part).replaceAll("'", '’')))
  else await rm(file, { force: true })
}

function shellFails(words: string): string {
  return `echo '${words}' >&2\nexit ${EXIT_CODE}\n`
}

/**
 * A module keeps its first line where that names its interpreter, so that it can still be run to fail. JavaScript keeps
 * the rest as well: whether names can be imported from a module is looked at before it is run.
 */
async function writeModule(file: string, part: Part): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const [, interpreter = '', rest = ''] = /^(#![^\n]*\n)?([\s\S]*)$/.exec(text) ?? []
  const words = JSON.stringify(complaintOf(part))
  const spoilt = extname(file) === '.py' ? `raise ImportError(${words})\n` : `throw new Error(${words});\n${rest}`
  await replace(file, `${interpreter}${spoilt}`)
}

async function writeProgram(file: string, part: Part): Promise<void> {
  await replace(file, `#!/bin/sh\n${shellFails(complaintOf(part).replaceAll("'", '’'))}`)
  await chmod(file, 0o755)
}

/** Removed first: the file may be a link, or not be writable. */
async function replace(file: string, text: string): Promise<void> {
  const mode = existsSync(file) ? statSync(file).mode : 0o644
  await rm(file, { force: true })
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text, { mode })
}
