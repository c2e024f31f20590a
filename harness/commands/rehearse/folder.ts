import { mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, RehearsalError } from '../../errors.ts'

/** File systems end at 255 bytes. */
const LONGEST_NAME = 120

/**
 * Makes the folder of a run: the one asked for, which must be new or empty, else `.fulldress/runs/<time>-<name>`, with a
 * number behind it where another run of that second has it. Rejects with `usage` where none can be made.
 */
export function createRunFolder(rehearsal: string, out: string | undefined, now: Date): string {
  if (out === undefined) return makeOwn(resolve('.fulldress', 'runs'), runName(rehearsal, now))
  const folder = resolve(out)
  const [first] = attempt(folder, () => {
    mkdirSync(folder, { recursive: true })
    return readdirSync(folder)
  })
  if (first === undefined) return folder
  throw new RehearsalError(
    'usage',
    `expected ${out} to be empty, found ${first} in it`,
    'name a folder that does not exist yet: a run never writes over another',
  )
}

function runName(rehearsal: string, now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(':', '')}-${rehearsal.replaceAll(/[^\w.-]+/g, '-')}`
}

/** The file system decides whose a name is: of two that make one folder at the same moment, one is refused. */
function makeOwn(parent: string, name: string): string {
  attempt(parent, () => mkdirSync(parent, { recursive: true }))
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`
    const folder = join(parent, `${name.slice(0, LONGEST_NAME - suffix.length)}${suffix}`)
    if (attempt(folder, () => isNew(folder))) return folder
  }
}

function isNew(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function attempt<T>(folder: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new RehearsalError(
      'usage',
      `expected to write the run to ${folder}, could not: ${describe(error)}`,
      'name a folder with --out that you may create',
      error,
    )
  }
}
