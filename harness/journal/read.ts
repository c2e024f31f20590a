import { readFileSync } from 'node:fs'
import { describe, RehearsalError } from '../errors.ts'
import type { Entry } from '../model/evidence.ts'

export interface JournalReading {
  readonly entries: readonly Entry[]
  /** A run killed while it wrote leaves half a line at the end; it is dropped, and said. */
  readonly torn: boolean
}

/** Reads a journal back, in order. A broken line anywhere but at the end is damage, not a crash's trace: it throws. */
export function readJournal(file: string): JournalReading {
  const lines = read(file).split('\n')
  const last = lines.pop() ?? ''
  const entries = lines.map((line, index) => parse(file, line, index + 1))
  if (last === '') return { entries, torn: false }
  return { entries, torn: true }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new RehearsalError(
      'run-unreadable',
      `expected a journal at ${file}, found none (${describe(error)})`,
      'name the folder of a run, such as .fulldress/runs/<time>-<name>',
      error,
    )
  }
}

/** Entries are numbered from 1 without a gap, so a line that was taken out or put in is seen as well. */
function parse(file: string, line: string, number: number): Entry {
  const entry = toEntry(line)
  if (entry === null) {
    throw damaged(`expected a JSON entry at ${file}:${number}, found ${JSON.stringify(line.slice(0, 60))}`)
  }
  if (entry.seq !== number) throw damaged(`expected entry ${number} at ${file}:${number}, found entry ${entry.seq}`)
  return entry
}

function toEntry(line: string): Entry | null {
  try {
    const value: unknown = JSON.parse(line)
    const isEntry = typeof value === 'object' && value !== null && 'seq' in value && 'kind' in value
    return isEntry ? (value as Entry) : null
  } catch {
    return null
  }
}

function damaged(message: string): RehearsalError {
  return new RehearsalError(
    'run-unreadable',
    message,
    'the journal was changed after the run; take it from a backup or rehearse again',
  )
}
