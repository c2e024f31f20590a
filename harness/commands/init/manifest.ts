import type { ProjectFiles } from './project-files.ts'

/** What of package.json says how things are started. */
export interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly main?: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly engines?: { readonly node?: string }
}

/** package.json of the project; empty without one, or where it is no JSON. What is none of the text it should be is left out. */
export function manifestOf(project: ProjectFiles): Manifest {
  const { name, version, main, scripts, engines } = mapOf(parsed(project.read('package.json')))
  const { node } = mapOf(engines)
  return {
    ...textsOf({ name, version, main }),
    ...(scripts === undefined ? {} : { scripts: textsOf(mapOf(scripts)) }),
    ...(typeof node === 'string' ? { engines: { node } } : {}),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function textsOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}
