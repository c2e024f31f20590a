import { mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, RehearsalError } from '../../errors.ts'

/** File systems end at 255 bytes. */
const LONGEST_NAME = 120

/** Makes the folder of a run: `.fulldress/runs/<time>-<name>`, or the one asked for, which must be new or empty. */
export function createRunFolder(rehearsal: string, out: string | undefined, now: Date): string {
  const name = `${now.toISOString().slice(0, 19).replaceAll(':', '')}-${rehearsal.replaceAll(/[^\w.-]+/g, '-')}`
  const folder = resolve(out ?? join('.fulldress', 'runs', name.slice(0, LONGEST_NAME)))
  const [first] = make(folder)
  if (first === undefined) return folder
  throw new RehearsalError(
    'usage',
    `expected ${out ?? folder} to be empty, found ${first} in it`,
    'name a folder that does not exist yet: a run never writes over another',
  )
}

function make(folder: string): readonly string[] {
  try {
    mkdirSync(folder, { recursive: true })
    return readdirSync(folder)
  } catch (error) {
    throw new RehearsalError(
      'usage',
      `expected to write the run to ${folder}, could not: ${describe(error)}`,
      'name a folder with --out that you may create',
      error,
    )
  }
}
