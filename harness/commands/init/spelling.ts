import { basename, join, relative } from 'node:path'
import { literal } from '../../spec/write-spec.ts'
import type { ProjectFiles } from './project-files.ts'

/** A path of the project as the spec, which may lie elsewhere, has to say it. */
export function fromSpec(specFolder: string, { folder }: Pick<ProjectFiles, 'folder'>, path: string): string {
  const whole = relative(specFolder, join(folder, path))
  return whole === '' ? '.' : literal(whole)
}

/** The name of a rehearsal, from the name of a folder. */
export function rehearsalName(folder: string): string {
  return (
    basename(folder)
      .replaceAll(/[^A-Za-z0-9_.-]+/g, '-')
      .replaceAll(/^[^A-Za-z0-9]+|-+$/g, '') || 'upgrade'
  )
}
