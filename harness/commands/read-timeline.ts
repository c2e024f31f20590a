import { RehearsalError } from '../errors.ts'
import { readSideFile } from '../journal/side-file.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { Timeline } from '../model/timeline.ts'

/**
 * The requests of a run over time, from its folder. null where the journal names no such file, and where the file is gone
 * or not the one that the journal names: a report is then made without, and says which of the two it is.
 */
export function readTimeline(folder: string, entries: readonly Entry[]): Timeline | null {
  const recorded = entriesOf(entries, 'traffic.timeline').at(-1)
  if (recorded === undefined) return null
  try {
    return JSON.parse(readSideFile(folder, recorded.file, 'the requests over time')) as Timeline
  } catch (error) {
    if (error instanceof RehearsalError) return null
    throw error
  }
}
