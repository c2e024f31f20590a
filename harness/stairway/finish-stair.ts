import type { Catalog } from '../database/catalog.ts'
import { touchedTables } from '../database/marks.ts'
import type { Roles } from '../database/role.ts'
import { SQLSTATE } from '../database/sqlstate.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { fly, type Look, look, type Notes, timed } from './attempt.ts'
import { lossesAmong, schemaDifferences } from './bookkeeping.ts'
import { rowsThatDiffer } from './rows.ts'
import type { Site } from './site.ts'
import type { ClimbOptions, Stair } from './stair.ts'
import { isAsBefore, isAsOnce } from './succession.ts'
import type { Seen } from './verdict.ts'

/** A stair of which all is known that the base is needed for. */
export interface Begun {
  readonly notes: Notes
  /** Its way up changed neither schema nor rows. */
  readonly idle: boolean
  /** After its way up; null where that failed, and where it worked on what all copies share, which was put back. */
  readonly upgraded: Catalog | null
  /** Its copy is the base by now, as the way up alone would have left it; otherwise the base is still below it. */
  readonly succeeded: boolean
  /** What needs only copies of its own, and may go on while the next stair begins. */
  finish(): Promise<void>
}

/** One stair's way, on a copy of its own. */
export interface Attempt {
  readonly stair: Stair
  readonly site: Site
  readonly options: ClimbOptions
  readonly notes: Notes
  readonly copy: DatabaseAddress
  /** Whether the rows of a table are generated. */
  readonly made: (table: string) => boolean
  /** What the way up of the stair before led to on its own copy; null where nobody knows. */
  readonly expected: Catalog | null
  /** The server's, before any way was flown. */
  readonly roles: Roles
}

interface Looked {
  readonly before: Look
  readonly upgraded: Look
  readonly restored: Look
  /** Roles, or what else all databases of a server share, are not as they were left alone. */
  readonly touchesServer: boolean
  readonly idle: boolean
}

/** Compares rows with the base while it is still there; the second way up needs no more than the copy. */
export async function toFinish(attempt: Attempt, looked: Looked): Promise<Begun> {
  const { stair, site, notes, copy } = attempt
  const { upgraded, touchesServer, idle } = looked
  const ofTool = await compareRows(attempt, tablesOfTool(attempt, looked))
  notes.seen.rows = [...(await compareRows(attempt, notes.touched)), ...lossesAmong(ofTool)]
  if (ofTool.length === 0 && restoresAll(attempt, looked)) {
    const again = await upAgain(attempt, upgraded)
    if (again !== null && isAsOnce(stair, upgraded, again)) return succeed(attempt, again, idle)
    return await over(attempt, upgraded.catalog, idle)
  }
  const finish = async () => {
    await upAgain(attempt, upgraded)
    await site.drop(copy)
  }
  // Two copies that alter one role at a time collide, and a role that is there already fails the same way up elsewhere.
  if (!touchesServer) return { notes, idle, upgraded: upgraded.catalog, succeeded: false, finish }
  await upAgain(attempt, upgraded)
  return await over(attempt, upgraded.catalog, idle)
}

async function compareRows({ site, notes, copy, made }: Attempt, tables: readonly string[]): Promise<Seen['rows']> {
  return await timed(notes, 'digestMs', () => rowsThatDiffer([site.base(), copy], tables, made))
}

/** Whether nothing at all is other than before, a tool's own entries included, so that the copy may become the base. */
function restoresAll({ stair, notes }: Attempt, { before, restored }: Looked): boolean {
  return notes.seen.rows.length === 0 && isAsBefore(stair, before, restored)
}

/** Tables that are called like a tool's, for there is no other way to tell; that they were written says the rest. */
function tablesOfTool({ notes }: Attempt, { before, upgraded, restored }: Looked): readonly string[] {
  const touched = touchedTables(before.marks, [upgraded.marks, restored.marks])
  return touched.filter((table) => !notes.touched.includes(table))
}

/** What is there after the second way up; null where that failed. */
export async function upAgain({ stair, site, options, notes, copy }: Attempt, upgraded: Look): Promise<Look | null> {
  const { seen } = notes
  const of = { when: 're-up', notes, signal: options.signal } as const
  const errors = [...seen.errors]
  let well = await fly(stair.up, copy, of)
  if (!well && seen.errors.at(-1)?.sqlstate === SQLSTATE.adminShutdown) {
    // The next stair, which goes on beside this one, may end all sessions of the server.
    seen.errors = errors
    well = await fly(stair.up, copy, of)
  }
  if (!well) return null
  const again = await look(site, copy, notes)
  seen.again = schemaDifferences(stair, upgraded.catalog, again.catalog)
  return again
}

/** The copy goes, and whatever else was left behind. */
export async function over(
  { site, notes, copy, roles }: Attempt,
  upgraded: Catalog | null,
  idle = false,
): Promise<Begun> {
  await site.drop(copy)
  const touched = await site.restoreRoles(roles)
  return { notes, idle, upgraded: touched ? null : upgraded, succeeded: false, finish: async () => undefined }
}

/** The copy is the base from now on. */
export function succeed({ site, notes, copy }: Attempt, { catalog }: Look, idle: boolean): Begun {
  site.succeed(copy)
  return { notes, idle, upgraded: catalog, succeeded: true, finish: async () => undefined }
}
