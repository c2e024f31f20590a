import { mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { RehearsalError } from '../../errors.ts'

/** Makes the folder of a run: `.fulldress/runs/<time>-<name>`, or the one asked for, which must be new or empty. */
export function createRunFolder(rehearsal: string, out: string | undefined, now: Date): string {
  const name = `${now.toISOString().slice(0, 19).replaceAll(':', '')}-${rehearsal.replaceAll(/[^\w.-]+/g, '-')}`
  const folder = resolve(out ?? join('.fulldress', 'runs', name))
  mkdirSync(folder, { recursive: true })
  const [first] = readdirSync(folder)
  if (first === undefined) return folder
  throw new RehearsalError(
    'usage',
    `expected ${out ?? folder} to be empty, found ${first} in it`,
    'name a folder that does not exist yet: a run never writes over another',
  )
}
