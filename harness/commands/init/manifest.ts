import type { ProjectFiles } from './project-files.ts'

/** What of package.json says how things are started. */
export interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly main?: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly engines?: { readonly node?: string }
}

/** package.json of the project; empty without one, or where it is no JSON. */
export function manifestOf(project: ProjectFiles): Manifest {
  try {
    const read: unknown = JSON.parse(project.read('package.json') || '{}')
    return typeof read === 'object' && read !== null ? (read as Manifest) : {}
  } catch {
    return {}
  }
}
