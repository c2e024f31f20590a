import type { Catalog } from '../database/catalog.ts'
import { compareCatalogs, digestCatalog } from '../database/catalog.ts'
import { readMarks, type TableMarks } from '../database/marks.ts'
import { describe } from '../errors.ts'
import type { StairError, StairTimes } from '../model/facts-of-stairway.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Site } from './site.ts'
import type { Flight } from './stair.ts'
import type { Seen } from './verdict.ts'

/** A database looked at over new connections, once all others have left. */
export interface Look {
  readonly catalog: Catalog
  readonly marks: TableMarks
}

/** What is written down while a stair is tried. */
export interface Notes {
  readonly seen: { -readonly [K in keyof Seen]: Seen[K] }
  readonly touched: string[]
  readonly unanswered: string[]
  readonly untested: string[]
  /** What was thrown where a way failed first. */
  failure: unknown
  readonly times: { -readonly [K in keyof StairTimes]: number }
}

export function newNotes(hasDown: boolean): Notes {
  return {
    seen: {
      ...{ hasDown, errors: [], schemaChanged: false, schemaKept: false },
      ...{ schema: [], columnOrder: [], rows: [], sequences: [], again: [] },
    },
    touched: [],
    unanswered: [],
    untested: [],
    failure: null,
    times: { copyMs: 0, upMs: 0, downMs: 0, reUpMs: 0, digestMs: 0, fillMs: 0 },
  }
}

/** Adds what the work took to one of the times. */
export async function timed<T>({ times }: Notes, which: keyof StairTimes, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  try {
    return await work()
  } finally {
    times[which] = Math.round((times[which] + performance.now() - startedAt) * 10) / 10
  }
}

/** Where the catalog is `known`, only the marks are looked at. */
export async function look(
  site: Site,
  address: DatabaseAddress,
  notes: Notes,
  known: Catalog | null = null,
): Promise<Look> {
  return await timed(notes, 'digestMs', async () => {
    await site.vacated(address)
    const [catalog, marks] = await Promise.all([known ?? digestCatalog(address), readMarks(address)])
    return { catalog, marks }
  })
}

export function sameSchema(one: Look, other: Look): boolean {
  return compareCatalogs(one.catalog, other.catalog).length === 0
}

/** Whether a flight came to its end; its error is noted where it did not. Only an abort throws. */
export async function fly(
  flight: Flight,
  address: DatabaseAddress,
  of: { readonly when: StairError['when']; readonly notes: Notes; readonly signal: AbortSignal },
): Promise<boolean> {
  const { when, notes, signal } = of
  try {
    await timed(notes, TIMES[when], () => flight(address, { signal }))
    signal.throwIfAborted()
    return true
  } catch (error) {
    signal.throwIfAborted()
    const { sqlstate = '', place = null } = error as Partial<StairError>
    notes.failure ??= error
    notes.seen.errors = [...notes.seen.errors, { when, message: describe(error), sqlstate, place }]
    return false
  }
}

const TIMES = { up: 'upMs', down: 'downMs', 're-up': 'reUpMs' } as const
