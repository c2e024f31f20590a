import { writeFileSync } from 'node:fs'
import { describe, RehearsalError } from '../errors.ts'

/** Writes what a command was asked to leave in the file of its --out; `new` refuses one that is there already. */
export function writeOut(file: string, text: string, which: 'new' | 'any'): void {
  try {
    writeFileSync(file, text, { flag: which === 'new' ? 'wx' : 'w' })
  } catch (error) {
    throw new RehearsalError(
      'usage',
      `expected to write ${file}, could not: ${describe(error)}`,
      'name a file with --out that you may write',
      error,
    )
  }
}
