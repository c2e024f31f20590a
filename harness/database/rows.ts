import { availableParallelism } from 'node:os'
import type { TableDifference } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { isFresh } from './rows/freshness.ts'
import { columnsAsText, type Hashed, rowHash, SUMS } from './rows/hash.ts'
import { LARGE_OBJECTS } from './rows/large-objects.ts'
import { listTables } from './rows/list.ts'
import { cutIntoRanges, fromRange, type Range } from './rows/range.ts'
import { openSnapshot } from './rows/snapshot.ts'
import type { Table } from './rows/table.ts'
import type { Session } from './session.ts'

export interface TableRows {
  readonly table: string
  readonly rows: number
  /** What the digest is made of, in the order of their names. */
  readonly columns: readonly string[]
  /** The type that each column was hashed as; `*` is text. A later digest keeps to it, whatever the type is by then. */
  readonly families: Readonly<Record<string, string>>
  /** Columns that have another type than that now, and were compared as text. */
  readonly asText: readonly string[]
  /** Sums of two hashes over all rows: the same for the same rows in any order, physical or of columns. */
  readonly digest: string
  /** A materialised view that holds nothing, not even no rows; its digest is then of no rows. */
  readonly unpopulated?: true
  /** A materialised view with other rows than in the earlier digest, which are exactly what its query gives now. */
  readonly fresh?: true
}

export interface RowDigest {
  readonly tables: readonly TableRows[]
}

export interface DigestOptions {
  /** Only these, as facts name them; every table of the users unless given. */
  readonly tables?: readonly string[]
  /** Ends the digest between two ranges. */
  readonly signal?: AbortSignal
}

/** 4 MB: reading that takes as long as opening another session. */
const PAGES_PER_SESSION = 512
const MOST_SESSIONS = 4

/**
 * Digests the rows of every table and materialised view of the users, and large objects, inside one snapshot, several ranges of pages at a time. With an earlier
 * digest, of each table only the columns that it had then: one that was added since is the catalog's news, and changes
 * no row. A column that has another type since is compared as text.
 */
export async function digestRows(
  address: DatabaseAddress,
  earlier: RowDigest = { tables: [] },
  { tables: names, signal }: DigestOptions = {},
): Promise<RowDigest> {
  const had = new Map(earlier.tables.map((one) => [one.table, one]))
  await using sessions = new AsyncDisposableStack()
  const snapshot = await openSnapshot(address, sessions)
  const digests = (await listTables(snapshot.first, names)).map((table) => begin(table, had.get(table.table)))
  const tables = digests.map(({ table }) => table)
  const pages = tables.flatMap(({ parts }) => parts).reduce((sum, part) => sum + part.pages, 0)
  const count = Math.max(1, Math.min(MOST_SESSIONS, availableParallelism(), Math.ceil(pages / PAGES_PER_SESSION)))
  const todo = [...cutIntoRanges(tables, count)]
  const sums = new Map(digests.map((digest) => [digest.table, digest]))
  const work = async (session: Session) => {
    for (let range = todo.shift(); range !== undefined; range = todo.shift()) {
      signal?.throwIfAborted()
      const digest = sums.get(range.table)
      if (digest !== undefined) add(digest, await sumRange(session, range, digest))
    }
  }
  const others = Array.from({ length: count - 1 }, async () => work(await snapshot.open()))
  await Promise.all([work(snapshot.first), ...others])
  const finished: TableRows[] = []
  for (const digest of digests) finished.push(await finish(snapshot.first, digest, had.get(digest.table.table)))
  return { tables: finished }
}

interface Sums {
  rows: number
  plain: bigint
  mixed: bigint
}

interface Digesting extends Sums {
  readonly table: Table
  readonly hashed: Hashed
}

function begin(table: Table, had: TableRows | undefined): Digesting {
  const columns = had === undefined ? table.columns : table.columns.filter((column) => had.columns.includes(column))
  return { table, hashed: { columns, families: had?.families ?? table.families }, rows: 0, plain: 0n, mixed: 0n }
}

/** OFFSET 0 keeps a row from being hashed once per sum. */
async function sumRange(session: Session, range: Range, { hashed }: Digesting): Promise<Sums> {
  const [row] = await session.query<{ rows: number; plain: string | null; mixed: string | null }>(
    `SELECT ${SUMS}
     FROM (SELECT ${rowHash(range.table, hashed)} AS r ${fromRange(range)} OFFSET 0) AS t`,
  )
  return { rows: row?.rows ?? 0, plain: BigInt(row?.plain ?? 0), mixed: BigInt(row?.mixed ?? 0) }
}

function add(digest: Digesting, { rows, plain, mixed }: Sums): void {
  digest.rows += rows
  digest.plain += plain
  digest.mixed += mixed
}

async function finish(session: Session, digesting: Digesting, had: TableRows | undefined): Promise<TableRows> {
  const { table, hashed, rows, plain, mixed } = digesting
  const digest = `${plain} ${mixed}`
  const differs = had !== undefined && (had.rows !== rows || had.digest !== digest)
  const fresh = differs && !table.unpopulated && (await isFresh(session, table, hashed, digest))
  const families = Object.fromEntries(hashed.columns.map((column) => [column, hashed.families[column] ?? '*']))
  const asText = columnsAsText(table, hashed)
  return {
    ...{ table: table.table, rows, columns: hashed.columns, families, asText, digest },
    ...(table.unpopulated ? { unpopulated: true } : {}),
    ...(fresh ? { fresh } : {}),
  }
}

/**
 * Tables whose rows are not the same multiset before and after, and those that are only in one of the two. `after` is to
 * be digested with `before` as its earlier digest. A materialised view that was refreshed, or was not populated before,
 * has lost nothing.
 */
export function compareRows(before: RowDigest, after: RowDigest): readonly TableDifference[] {
  const [was, is] = [before, after].map(({ tables }) => new Map(tables.map((one) => [one.table, one])))
  const names = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].toSorted()
  return names.flatMap((table) => {
    const [one, other] = [was?.get(table), is?.get(table)]
    if (one !== undefined && other !== undefined && isKept(one, other)) return []
    const lost = other === undefined ? [] : (one?.columns ?? []).filter((column) => !other.columns.includes(column))
    const columnsLost = lost.length === 0 ? {} : { columnsLost: lost }
    const columnsAsText = other === undefined || other.asText.length === 0 ? {} : { columnsAsText: other.asText }
    const unpopulated = other?.unpopulated === true ? { unpopulated: true as const } : {}
    // Large objects are listed only where there are any.
    const none = table === LARGE_OBJECTS ? 0 : null
    const counts = { rowsBefore: one?.rows ?? none, rowsAfter: other?.rows ?? none }
    return [{ table, ...counts, ...unpopulated, ...columnsLost, ...columnsAsText }]
  })
}

function isKept(one: TableRows, other: TableRows): boolean {
  if (one.unpopulated === true) return true
  if (other.unpopulated === true) return false
  if (one.rows === other.rows && one.digest === other.digest) return true
  return other.fresh === true && one.columns.every((column) => other.columns.includes(column))
}
