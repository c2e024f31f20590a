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

function parse(file: string, line: string, number: number): Entry {
  try {
    return JSON.parse(line) as Entry
  } catch (error) {
    throw new RehearsalError(
      'run-unreadable',
      `expected a JSON entry at ${file}:${number}, found ${JSON.stringify(line.slice(0, 60))}`,
      'the journal was changed after the run; take it from a backup or rehearse again',
      error,
    )
  }
}
