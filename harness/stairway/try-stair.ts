import { type Catalog, columnOrderDifferences, digestCatalog } from '../database/catalog.ts'
import { touchedTables } from '../database/marks.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { fly, type Look, look, type Notes, newNotes, timed } from './attempt.ts'
import { schemaDifferences, tablesOfUsers } from './bookkeeping.ts'
import { rowsThatDiffer } from './rows.ts'
import type { Site } from './site.ts'
import type { ClimbOptions, Stair } from './stair.ts'
import { unanswered } from './unanswered.ts'

/** A stair of which all is known that the base is needed for. */
export interface Begun {
  readonly notes: Notes
  /** Its way up changed neither schema nor rows. */
  readonly idle: boolean
  /** After its way up; null where that failed. */
  readonly upgraded: Catalog | null
  /** What needs only copies of its own, and may go on while the next stair begins. */
  finish(): Promise<void>
}

interface Attempt {
  readonly stair: Stair
  readonly site: Site
  readonly options: ClimbOptions
  readonly notes: Notes
  readonly copy: DatabaseAddress
  /** Whether the rows of a table are generated. */
  readonly made: (table: string) => boolean
  /** What the way up of the stair before led to on its own copy; null where nobody knows. */
  readonly expected: Catalog | null
}

/** Up, down and compared, on a copy of the base; what is left to finish is the second way up. */
export async function tryStair(
  stair: Stair,
  site: Site,
  { options, made, expected }: Pick<Attempt, 'options' | 'made' | 'expected'>,
): Promise<Begun> {
  const { signal } = options
  const notes = newNotes(stair.down !== null)
  const { seen } = notes
  const roles = await site.roles()
  const copy = await timed(notes, 'copyMs', () => site.copy())
  const attempt: Attempt = { stair, site, options, notes, copy, made, expected }
  const over = async (upgraded: Catalog | null, idle = false): Promise<Begun> => {
    await site.drop(copy)
    await site.dropOtherRoles(roles)
    return { notes, idle, upgraded, finish: async () => undefined }
  }
  const before = await look(site, copy, notes, expected)
  if (!(await fly(stair.up, copy, { when: 'up', notes, signal }))) return await over(null)
  const upgraded = await look(site, copy, notes)
  seen.schemaChanged = schemaDifferences(stair, before.catalog, upgraded.catalog).length > 0
  const idle = !seen.schemaChanged && touchedTables(before.marks, [upgraded.marks]).length === 0
  if (stair.down === null || (idle && options.untilIdle === true)) return await over(upgraded.catalog, idle)
  const makesRoles = [...(await site.roles())].some((role) => !roles.has(role))
  if (!(await descend(attempt, before, upgraded))) return await over(upgraded.catalog)
  return await toFinish(attempt, { upgraded, roles, makesRoles, idle })
}

/** Whether there is anything left to try. */
async function descend(attempt: Attempt, before: Look, upgraded: Look): Promise<boolean> {
  const { stair, site, options, notes, copy, expected } = attempt
  const { down } = stair
  if (down === null) return false
  if (!(await fly(down, copy, { when: 'down', notes, signal: options.signal }))) return false
  const restored = await look(site, copy, notes)
  notes.touched.push(...tablesOfUsers(stair, touchedTables(before.marks, [upgraded.marks, restored.marks])))
  notes.unanswered.push(...unanswered(before, upgraded, restored))
  if (compare(attempt, { before, upgraded, restored }) || expected === null) return true
  // A way up that leads elsewhere each time would be taken for a way down that does not restore.
  compare(attempt, { before: await look(site, site.base(), notes), upgraded, restored })
  return true
}

/** Whether the schema is as before, the order of columns included. */
function compare(
  { stair, notes }: Attempt,
  { before, upgraded, restored }: { readonly before: Look; readonly upgraded: Look; readonly restored: Look },
): boolean {
  const { seen } = notes
  seen.schemaChanged = schemaDifferences(stair, before.catalog, upgraded.catalog).length > 0
  seen.schemaKept = schemaDifferences(stair, upgraded.catalog, restored.catalog).length === 0
  seen.schema = schemaDifferences(stair, before.catalog, restored.catalog)
  seen.columnOrder = columnOrderDifferences(before.catalog, restored.catalog).map(({ table }) => table)
  return seen.schema.length + seen.columnOrder.length === 0
}

interface Looked {
  readonly upgraded: Look
  readonly roles: ReadonlySet<string>
  readonly makesRoles: boolean
  readonly idle: boolean
}

/** Compares rows with the base while it is still there; the second way up needs no more than the copy. */
async function toFinish(attempt: Attempt, { upgraded, roles, makesRoles, idle }: Looked): Promise<Begun> {
  const { site, notes, copy, made } = attempt
  const { seen, touched } = notes
  const two = [site.base(), copy] as const
  seen.rows = await timed(notes, 'digestMs', () => rowsThatDiffer(two, touched, made))
  const finish = async () => {
    await upAgain(attempt, upgraded)
    await site.drop(copy)
  }
  // A role that is there already would fail the same way up elsewhere, so that the base has to wait.
  const told = { notes, idle, upgraded: upgraded.catalog }
  if (!makesRoles) return { ...told, finish }
  await finish()
  await site.dropOtherRoles(roles)
  return { ...told, finish: async () => undefined }
}

async function upAgain({ stair, options, notes, copy }: Attempt, upgraded: Look): Promise<void> {
  const { seen } = notes
  if (!(await fly(stair.up, copy, { when: 're-up', notes, signal: options.signal }))) return
  const again = await timed(notes, 'digestMs', () => digestCatalog(copy))
  seen.again = schemaDifferences(stair, upgraded.catalog, again)
}
