import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { describe, RehearsalError } from '../errors.ts'
import type { SideFile } from '../model/side-file.ts'

/** The sha256 of a side file, hexadecimal, read as a stream: side files may be larger than memory. */
export async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/**
 * The text of a side file of the run's folder, for files that are small enough. Rejects one that is gone, or not the one
 * that the journal names (`run-unreadable`); `what` says what was expected there: `the histograms of soak`.
 */
export function readSideFile(folder: string, { file, sha256 }: SideFile, what: string): string {
  const path = join(folder, file)
  const text = read(path, what)
  if (createHash('sha256').update(text).digest('hex') === sha256) return text
  throw unreadable(`expected ${what} in ${path} as the journal knows them, found other content`)
}

function read(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw unreadable(`expected ${what} in ${path}, found none (${describe(error)})`)
  }
}

function unreadable(message: string): RehearsalError {
  const hint = 'the folder of the run was changed after it; take it from a backup or rehearse again'
  return new RehearsalError('run-unreadable', message, hint)
}
