import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isThere, items, type Part, textOf, under } from '../part.ts'
import type { Reading } from './reading.ts'
import { readVariables } from './variables.ts'
import { pairsOf } from './words.ts'

/** The variables of a service: those of its env files, in order, and over them those that stand in its environment. */
export function environmentOf(service: Part, reading: Reading): Readonly<Record<string, string>> {
  const files = Object.assign({}, ...envFilesOf(under(service, 'env_file')).map((file) => readEnvFile(file, reading)))
  const own = pairsOf(under(service, 'environment'), reading).flatMap(([name, value]) => {
    // A name that stands alone is passed on where it is set, and left out where it is not.
    const found = value ?? reading.variables[name]
    return found === undefined ? [] : [[name, found] as const]
  })
  return { ...files, ...Object.fromEntries(own) }
}

interface EnvFile {
  readonly part: Part
  readonly path: string
  readonly required: boolean
}

function envFilesOf(part: Part): readonly EnvFile[] {
  const entries = Array.isArray(part.value) ? items(part) : isThere(part) ? [part] : []
  return entries.flatMap((entry) => {
    const path = textOf(entry) ?? textOf(under(entry, 'path'))
    return path === null ? [] : [{ part: entry, path, required: under(entry, 'required').value !== 'false' }]
  })
}

function readEnvFile({ part, path, required }: EnvFile, reading: Reading): Readonly<Record<string, string>> {
  let text: string
  try {
    text = readFileSync(resolve(reading.folder, path), 'utf8')
  } catch {
    if (required) reading.complain(part, 'a file of variables', `no file ${path}`)
    return {}
  }
  return readVariables(text, reading.variables, {
    complain: (expected, found) => reading.complain(part, expected, `${found} in ${path}`),
    unset: (name) => reading.note('unset', `variable ${name}`),
  })
}
