import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const FILE = 'rehearsal.schema.json'
/** Of this package: the same depth in a checkout (harness/commands/init) and where it is built (dist/commands/init). */
const OURS = resolve(import.meta.dirname, '..', '..', '..', FILE)

/** The schema as the first line of a spec names it for editors: of the installed package, else of this checkout. */
export function schemaPath(specFolder: string, ours = OURS): string {
  const installed = nearest(specFolder)
  const path = relative(specFolder, installed ?? ours)
  // An editor takes it up to the first space.
  return encodeURI(path.startsWith('.') ? path : `./${path}`)
}

function nearest(folder: string): string | null {
  const file = join(folder, 'node_modules', 'fulldress', FILE)
  if (existsSync(file)) return file
  return dirname(folder) === folder ? null : nearest(dirname(folder))
}
