import { posix } from 'node:path'
import type { ProjectFiles } from './project-files.ts'

/** A k6 script that somebody wrote, as far as its text tells. */
export interface FoundScript {
  readonly file: string
  /** Functions to call; null where the script's own scenarios, or its default function, say it. */
  readonly functions: readonly string[] | null
  /** Its executors have a rate of their own. */
  readonly ownRate: boolean
  /** Names that it reads from `__ENV`, and what they seem to hold. */
  readonly variables: readonly ScriptVariable[]
  /** Addresses that it is bound to, whatever the environment says. */
  readonly fixedOrigins: readonly string[]
}

export interface ScriptVariable {
  readonly name: string
  /** `url` with a scheme, `host` without one, `other` where it is no address. */
  readonly holds: 'url' | 'host' | 'other'
  /** The script has a value of its own for it. */
  readonly hasDefault: boolean
}

const OF_K6 = /(?:from|import|require\()\s*['"]k6(?:\/[\w./-]+)?['"]/
const NOT_TRAFFIC = new Set(['setup', 'teardown', 'handleSummary', 'options', 'default'])
const ADDRESS = /URL|URI|HOST|ORIGIN|ENDPOINT|TARGET|SERVER|ADDR|BASE/i

/** Scripts that k6 is started with; pieces that other scripts import are none. */
export function findScripts(project: ProjectFiles): readonly FoundScript[] {
  const all = project.files.filter((file) => /\.(js|ts|mjs)$/.test(file) && OF_K6.test(project.read(file)))
  const imported = new Set(all.flatMap((file) => importsOf(project, file)))
  return all.filter((file) => !imported.has(file)).flatMap((file) => scriptOf(file, project.read(file)))
}

function scriptOf(file: string, text: string): readonly FoundScript[] {
  const functions = [
    ...text.matchAll(
      /^export\s+(?:async\s+)?(?:function\s+|const\s+(?=\w+\s*=\s*(?:async\s*)?(?:\(|function)))(\w+)/gm,
    ),
  ]
    .map(([, name = '']) => name)
    .filter((name) => !NOT_TRAFFIC.has(name))
  const says = /^export\s+default\b/m.test(text) || /\bscenarios\s*:/.test(text)
  if (!says && functions.length === 0) return []
  const variables = variablesOf(text)
  const addressed = variables.some(({ holds }) => holds !== 'other')
  return [
    {
      file,
      functions: says ? null : functions,
      ownRate: /arrival-rate/.test(text),
      variables,
      fixedOrigins: addressed ? [] : originsOf(text),
    },
  ]
}

function variablesOf(text: string): readonly ScriptVariable[] {
  const uses = [...text.matchAll(/__ENV(?:\.(\w+)|\[\s*['"](\w+)['"]\s*\])(\s*(?:\|\||\?\?)\s*(['"`])([^'"`]*)\4)?/g)]
  const names = [...new Set(uses.map(([, dotted, quoted]) => dotted ?? quoted ?? ''))]
  return names.map((name) => {
    const own = uses.filter(([, dotted, quoted]) => (dotted ?? quoted) === name)
    const value = own.map(([, , , , , text]) => text).find((one) => one !== undefined)
    const afterScheme = new RegExp(`://\\$\\{\\s*__ENV\\.${name}\\b`).test(text)
    return { name, holds: holding(name, value, afterScheme), hasDefault: value !== undefined }
  })
}

function holding(name: string, value: string | undefined, afterScheme: boolean): ScriptVariable['holds'] {
  if (value !== undefined && /^https?:\/\//.test(value)) return 'url'
  if (afterScheme || (value !== undefined && /^[\w.-]+:\d+$/.test(value))) return 'host'
  return value === undefined && ADDRESS.test(name) ? 'url' : 'other'
}

function originsOf(text: string): readonly string[] {
  const calls = text.replaceAll(/^\s*(?:import|export)\b[^\n]*from[^\n]*$/gm, '')
  return [...new Set([...calls.matchAll(/['"`](https?:\/\/[\w.-]+(?::\d+)?)/g)].map(([, origin = '']) => origin))]
}

/** Files of the project that a script imports. */
function importsOf(project: ProjectFiles, file: string): readonly string[] {
  const specifiers = [...project.read(file).matchAll(/(?:from|import|require\()\s*['"](\.[^'"]+)['"]/g)]
  return specifiers.flatMap(([, specifier = '']) => {
    const path = posix.normalize(posix.join(posix.dirname(file), specifier))
    return [path, `${path}.js`, `${path}.ts`].filter((one) => project.has(one))
  })
}
