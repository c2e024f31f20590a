import { type Catalog, compareCatalogs, digestCatalog } from '../database/catalog.ts'
import { readMarks, type TableMarks, touchedTables } from '../database/marks.ts'
import type { Roles } from '../database/role.ts'
import { compareRows, digestRows, type RowDigest } from '../database/rows.ts'
import { describe } from '../errors.ts'
import type { Recorder } from '../model/evidence.ts'
import type { CatalogDifference } from '../model/facts-of-comparison.ts'
import type { DescentFact, LeftDifference } from '../model/facts-of-descent.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { lowestThatFails } from './bisect.ts'
import { openSite, type Site } from './site.ts'
import type { Flight, Stair } from './stair.ts'

export interface DescentOptions {
  /** The chain ends before the first stair whose way up changes nothing, for tools that go on until there is none left. */
  readonly untilIdle?: boolean
  /** Whose rows are compared at each stop as well, as far as the tables are there. */
  readonly tables?: readonly string[]
  readonly record: Recorder
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

type Stop = Extract<DescentFact, { kind: 'descent.stopped' }>

/** What is known of the chain while it is gone down. */
interface Chain {
  readonly stairs: readonly Stair[]
  readonly site: Site
  readonly options: DescentOptions
  /** What was below each stair on the way up; the last one is the top. */
  readonly looks: readonly Look[]
  /** The server's before any way was flown. */
  readonly roles: Roles
}

interface Look {
  readonly catalog: Catalog
  readonly marks: TableMarks
  readonly rows: RowDigest
}

/** Where the way down has come to. */
interface Descending {
  readonly at: DatabaseAddress
  /** The stair from which it began, which the last failure is below of. */
  readonly top: number
  /** By object, what is not as it was, and whose way down left it. */
  readonly left: ReadonlyMap<string, LeftDifference>
}

/**
 * Goes the whole chain up, then down from stop to stop, and compares the catalog at each with what it was there on the
 * way up. Where a way down fails, the migration that makes it fail is searched by bisection, and the way goes on below,
 * from a copy that was never above. Records `descent.stopped` for each stop, from the top, and `descent.ended`.
 */
export async function descend(
  stairs: Iterable<Stair>,
  ground: DatabaseAddress,
  options: DescentOptions,
): Promise<void> {
  const startedAt = Date.now()
  await using site = await openSite(ground)
  const at = await site.copy()
  const { chain, stopped } = await goUp(stairs, at, { site, options, roles: await site.roles() })
  if (stopped === null) await goDown(chain, at)
  const stops = stopped === null ? chain.stairs.length : 0
  options.record({ kind: 'descent.ended', stops, durationMs: Date.now() - startedAt, stopped })
}

async function goUp(
  stairs: Iterable<Stair>,
  at: DatabaseAddress,
  { site, options, roles }: Pick<Chain, 'site' | 'options' | 'roles'>,
): Promise<{ readonly chain: Chain; readonly stopped: string | null }> {
  const [climbed, looks]: [Stair[], Look[]] = [[], [await look(site, at, options)]]
  const chain: Chain = { stairs: climbed, looks, site, options, roles }
  for (const stair of stairs) {
    options.progress(`${stair.name}: up`)
    try {
      await fly(stair.up, at, options)
    } catch (error) {
      options.signal.throwIfAborted()
      return { chain, stopped: `${stair.name} fails on its way up: ${describe(error)}` }
    }
    const upgraded = await look(site, at, options)
    if (options.untilIdle === true && isSame(looks.at(-1) as Look, upgraded)) break
    climbed.push(stair)
    looks.push(upgraded)
  }
  return { chain, stopped: null }
}

function isSame(before: Look, after: Look): boolean {
  return before.catalog.sha256 === after.catalog.sha256 && touchedTables(before.marks, [after.marks]).length === 0
}

async function goDown(chain: Chain, first: DatabaseAddress): Promise<void> {
  const { stairs, options } = chain
  let now: Descending = { at: first, top: stairs.length - 1, left: new Map() }
  let anew = false
  for (let level = stairs.length - 1; level >= 0; level--) {
    const stair = stairs[level] as Stair
    options.progress(`${stair.name}: down`)
    const { stop, next } = await stepDown(chain, now, level)
    options.record({ ...stop, anew })
    anew = next === null
    if (level > 0) now = next ?? (await beginAnew(chain, now, level - 1))
  }
}

/** One stair down; `next` is null where there is no going on from there. */
async function stepDown(
  chain: Chain,
  now: Descending,
  level: number,
): Promise<{ readonly stop: Stop; readonly next: Descending | null }> {
  const { stairs, looks, options } = chain
  const stair = stairs[level] as Stair
  const { name, subject, irreversible } = stair
  const declared = irreversible === undefined ? {} : { irreversible }
  const told = { kind: 'descent.stopped', stair: level + 1, name, subject, ...declared } as const
  const nothing = { differences: [], error: null, guilty: null, anew: false } as const
  if (stair.down === null) return { stop: { ...told, ...nothing, verdict: 'no-down' }, next: null }
  try {
    await fly(stair.down, now.at, options)
  } catch (error) {
    options.signal.throwIfAborted()
    const { sqlstate = '', place = null } = error as Partial<NonNullable<Stop['error']>>
    const guilty = await guiltyOf(chain, now, level)
    const failure = { message: describe(error), sqlstate, place }
    return { stop: { ...told, ...nothing, verdict: 'down-fails', error: failure, guilty }, next: null }
  }
  const found = await compare(looks[level] as Look, now.at, chain)
  const left = leftBy(stair.name, found, now.left)
  const differences = [...left.values()]
  const verdict = differences.length === 0 ? 'restored' : 'schema-differs'
  return { stop: { ...told, ...nothing, verdict, differences }, next: { ...now, left } }
}

async function look(site: Site, address: DatabaseAddress, options: DescentOptions, earlier?: RowDigest): Promise<Look> {
  const { tables = [], signal } = options
  await site.vacated(address)
  const [catalog, marks] = await Promise.all([digestCatalog(address), readMarks(address)])
  const rows = tables.length === 0 ? { tables: [] } : await digestRows(address, earlier, { tables, signal })
  return { catalog, marks, rows }
}

/** Rows that are not as they were stand beside the objects, as `rows of orders`. */
async function compare(
  before: Look,
  address: DatabaseAddress,
  { site, options }: Pick<Chain, 'site' | 'options'>,
): Promise<readonly CatalogDifference[]> {
  const after = await look(site, address, options, before.rows)
  const counted = (rows: number | null) => (rows === null ? null : `${rows} rows`)
  const rows = compareRows(before.rows, after.rows).map(({ table, rowsBefore, rowsAfter }) => ({
    object: `rows of ${table}`,
    change: rowsAfter === null ? ('missing' as const) : ('changed' as const),
    was: counted(rowsBefore),
    is: counted(rowsAfter),
  }))
  return [...compareCatalogs(before.catalog, after.catalog), ...rows]
}

/** A difference is whose way down it was first seen after; one that changed again is the latter's. */
function leftBy(
  name: string,
  found: readonly CatalogDifference[],
  above: ReadonlyMap<string, LeftDifference>,
): ReadonlyMap<string, LeftDifference> {
  return new Map(
    found.map((difference) => {
      const { object, is } = difference
      const known = above.get(object)
      return [object, { ...difference, leftBy: known !== undefined && known.is === is ? known.leftBy : name }]
    }),
  )
}

/** Itself where it fails from its own stop as well; else the lowest above from which the way down to here fails. */
async function guiltyOf(chain: Chain, { top, left }: Descending, level: number): Promise<Stop['guilty']> {
  const { stairs, options } = chain
  const fails = async (from: number) => {
    options.progress(`${stairs[level]?.name}: down fails; trying from ${stairs[from]?.name}`)
    return await failsFrom(chain, from, level)
  }
  const guilty = async () => {
    if (await fails(level)) return level
    const above = stairs.map((_, at) => at).filter((at) => at > level && at <= top)
    const culprits = new Set([...left.values()].map(({ leftBy: name }) => name))
    const suspects = above.filter((at) => culprits.has(stairs[at]?.name ?? ''))
    return (await lowestThatFails(suspects, fails)) ?? (await lowestThatFails(above, fails)) ?? level
  }
  try {
    const { name, subject } = stairs[await guilty()] as Stair
    return { name, subject }
  } catch {
    // A way up that did well once may refuse another copy, where it makes roles, which are the server's.
    options.signal.throwIfAborted()
    return null
  }
}

/** Whether the way down fails at `level` or before, where it begins at the stop of `from`. */
async function failsFrom(chain: Chain, from: number, level: number): Promise<boolean> {
  const { stairs, site, options } = chain
  const copy = await copyAt(chain, from)
  try {
    for (let at = from; at >= level; at--) {
      const { down } = stairs[at] as Stair
      if (down === null) return true
      await fly(down, copy, options)
    }
    return false
  } catch {
    options.signal.throwIfAborted()
    return true
  } finally {
    await site.drop(copy)
  }
}

async function beginAnew(chain: Chain, { at }: Descending, level: number): Promise<Descending> {
  await chain.site.drop(at)
  await chain.site.restoreRoles(chain.roles)
  return { at: await copyAt(chain, level), top: level, left: new Map() }
}

/** A copy that went up to a stair, that one included, and never down. */
async function copyAt({ stairs, site, options }: Chain, level: number): Promise<DatabaseAddress> {
  const copy = await site.copy()
  for (const { up } of stairs.slice(0, level + 1)) await fly(up, copy, options)
  return copy
}

async function fly(flight: Flight, address: DatabaseAddress, { signal }: DescentOptions): Promise<void> {
  signal.throwIfAborted()
  await flight(address, { signal })
}
