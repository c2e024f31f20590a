import { touchedTables } from '../database/marks.ts'
import { compareRows, digestRows, type RowDigest } from '../database/rows.ts'
import { fly, look, newNotes } from './attempt.ts'
import { tablesOfUsers } from './bookkeeping.ts'
import { roleNeededElsewhere } from './collision.ts'
import { type Attempt, type Begun, upAgain } from './finish-stair.ts'
import { lostOf } from './rows.ts'
import type { Site } from './site.ts'
import type { Stair } from './stair.ts'
import { compare } from './try-stair.ts'

/** A stair that may not have been judged, and why. */
export interface Tried extends Begun {
  readonly unproved?: string
}

/**
 * Up, down, compared and up again where no copy may stand beside: a role is not dropped while another database depends on
 * it. So the base itself goes these ways, and a copy of it as the way up left it becomes the next. Nothing else may be
 * under way.
 */
export async function tryAlone(
  stair: Stair,
  site: Site,
  { role, options, made }: Pick<Attempt, 'options' | 'made'> & { readonly role: string },
): Promise<Tried> {
  const notes = newNotes(stair.down !== null)
  const nothing = { notes, idle: false, upgraded: null, finish: async () => undefined }
  const copy = await site.change(async (base) => base)
  if (options.spareGround === true && (await site.dependents(role, copy)).length > 0) await site.leaveGround()
  const others = await site.dependents(role, copy)
  if (others.length > 0) {
    const unproved = `${stair.name} could not be tried: role "${role}" cannot be dropped while it is needed by ${others.join(' and ')}`
    return { ...nothing, succeeded: false, unproved }
  }
  notes.untested.push(
    `tried without a copy beside it, for role "${role}" cannot be dropped while one depends on it: which rows differ was not told, nor were positions of sequences`,
  )
  const attempt: Attempt = { stair, site, options, notes, copy, made, expected: null, roles: await site.roles() }
  const rows = await digestRows(copy, undefined, { signal: options.signal })
  const before = await look(site, copy, notes)
  const { signal } = options
  if (!(await fly(stair.up, copy, { when: 'up', notes, signal }))) return { ...nothing, succeeded: false }
  const upgraded = await look(site, copy, notes)
  const [next, roles] = [await site.copy(), await site.roles()]
  const unproved = await goBack(attempt, { before, upgraded, rows })
  site.succeed(next)
  await site.drop(copy)
  await site.restoreRoles(roles)
  return { ...nothing, succeeded: true, ...(unproved === null ? {} : { unproved }) }
}

type Look = Awaited<ReturnType<typeof look>>

/** Why nothing was proved, where that is so. */
async function goBack(
  attempt: Attempt,
  { before, upgraded, rows }: { readonly before: Look; readonly upgraded: Look; readonly rows: RowDigest },
): Promise<string | null> {
  const { stair, site, options, notes, copy, made } = attempt
  const { signal } = options
  if (stair.down === null) return null
  if (!(await fly(stair.down, copy, { when: 'down', notes, signal }))) {
    const role = roleNeededElsewhere(notes.failure)
    return role === null ? null : `${stair.name} could not be tried down: role "${role}" is needed by another copy`
  }
  const restored = await look(site, copy, notes)
  notes.touched.push(...tablesOfUsers(stair, touchedTables(before.marks, [upgraded.marks, restored.marks])))
  compare(attempt, { before, upgraded, restored })
  const tables = notes.touched
  const is = tables.length === 0 ? null : await digestRows(copy, rows, { tables, signal })
  const was = { ...rows, tables: rows.tables.filter(({ table }) => tables.includes(table)) }
  const differences = is === null ? [] : compareRows(was, is)
  notes.seen.rows = differences.map((difference) => ({
    ...{ ...difference, columns: [], lost: lostOf(difference, null), generated: made(difference.table) },
  }))
  await upAgain(attempt, upgraded)
  return null
}
