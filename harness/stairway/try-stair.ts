import { asCopied, withServerWide } from '../database/catalog/server-wide.ts'
import { columnOrderDifferences } from '../database/catalog.ts'
import { touchedTables } from '../database/marks.ts'
import { fly, type Look, look, newNotes, timed } from './attempt.ts'
import { schemaDifferences, tablesOfUsers } from './bookkeeping.ts'
import { type Attempt, type Begun, over, succeed, toFinish } from './finish-stair.ts'
import { sequencesSetBack } from './sequences.ts'
import type { Site } from './site.ts'
import type { Stair } from './stair.ts'
import { unanswered } from './unanswered.ts'

/** Up, down and compared, on a copy of the base; then up again, at once where the copy may become the base by that. */
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
  const attempt: Attempt = { stair, site, options, notes, copy, made, expected, roles }
  const before = await look(site, copy, notes, expected)
  if (!(await fly(stair.up, copy, { when: 'up', notes, signal }))) return await over(attempt, null)
  const upgraded = await look(site, copy, notes)
  seen.schemaChanged = schemaDifferences(stair, before.catalog, upgraded.catalog).length > 0
  const idle = !seen.schemaChanged && touchedTables(before.marks, [upgraded.marks]).length === 0
  if (idle && options.untilIdle === true) return await over(attempt, upgraded.catalog, idle)
  if (stair.down === null) return succeed(attempt, upgraded, idle)
  const touched = await touchesServer(attempt)
  const restored = await descend(attempt, before, upgraded)
  if (restored === null) return await over(attempt, upgraded.catalog)
  const looked = { before, upgraded, restored, touchesServer: touched || (await touchesServer(attempt)), idle }
  return await toFinish(attempt, looked)
}

/** What is there after the way down; null where there is nothing left to try. */
async function descend(attempt: Attempt, before: Look, upgraded: Look): Promise<Look | null> {
  const { stair, site, options, notes, copy, expected } = attempt
  const { down } = stair
  if (down === null) return null
  if (!(await fly(down, copy, { when: 'down', notes, signal: options.signal }))) return null
  const restored = await look(site, copy, notes)
  const touched = touchedTables(before.marks, [upgraded.marks, restored.marks])
  notes.touched.push(...tablesOfUsers(stair, stair.uncounted ? [...before.marks.written.keys()] : touched))
  notes.unanswered.push(...unanswered(before, upgraded, restored))
  notes.seen.sequences = await timed(notes, 'digestMs', () => sequencesSetBack([before, restored], [site.base(), copy]))
  if (compare(attempt, { before, upgraded, restored }) || expected === null) return restored
  // A way up that leads elsewhere each time would be taken for a way down that does not restore.
  const base = await look(site, site.base(), notes)
  // What is the server's, the base shows as it is by now.
  const catalog = withServerWide(asCopied(base.catalog), before.catalog)
  compare(attempt, { before: { ...base, catalog }, upgraded, restored })
  return restored
}

/** Whether anything was written about roles, even if they are as before by now. */
async function touchesServer({ site, roles }: Attempt): Promise<boolean> {
  return (await site.roles()).version !== roles.version
}

/** Whether the schema is as before, the order of columns included. */
export function compare(
  { stair, notes }: Attempt,
  { before, upgraded, restored }: { readonly before: Look; readonly upgraded: Look; readonly restored: Look },
): boolean {
  const { seen } = notes
  const written = (table: string) => upgraded.marks.written.get(table) !== restored.marks.written.get(table)
  seen.schemaChanged = schemaDifferences(stair, before.catalog, upgraded.catalog, written).length > 0
  seen.schemaKept = schemaDifferences(stair, upgraded.catalog, restored.catalog).length === 0
  seen.schema = schemaDifferences(stair, before.catalog, restored.catalog, written)
  seen.columnOrder = columnOrderDifferences(before.catalog, restored.catalog).map(({ table }) => table)
  return seen.schema.length + seen.columnOrder.length === 0
}
