import type { Part } from '../part.ts'
import type { Variables } from './variables.ts'

/** What every part of a compose file is read with, and who is told of what was found there. */
export interface Reading {
  /** Folder of the compose file; what it names is relative to it. */
  readonly folder: string
  /** What `${NAME}` stands for, and what a variable without a value takes. */
  readonly variables: Variables
  /** Keys that the spec says to leave out. */
  readonly ignored: ReadonlySet<string>
  /** Keys that were complained of. */
  readonly unknownKeys: Set<string>
  /** `found` is what was written there, unless the caller knows better. */
  readonly complain: (part: Part, expected: string, found?: string) => void
  /** The same of the key itself. */
  readonly complainOfKey: (part: Part, expected: string, found: string) => void
  /** Something that is different on the stage: notes of one sort are told together, each about its places. */
  readonly note: (sort: NoteSort, about: string) => void
}

/** What may be different on the stage without being a mistake. */
export type NoteSort = keyof typeof NOTES

/** How each sort of note is told; the places follow. */
export const NOTES = {
  obsolete: 'without meaning here',
  ports: 'not published, for the fronts alone answer, on 127.0.0.0/8',
  networks: 'all one internal network here, without a way out',
  fresh: 'starts empty, and ends with the rehearsal',
  readOnly: 'mounted read-only: a rehearsal changes nothing of this machine',
  left: 'left out, as the spec says',
  unset: 'set nowhere, hence empty',
  override: 'not read: only the named file is the stage',
  database: 'taken for the database',
} as const
