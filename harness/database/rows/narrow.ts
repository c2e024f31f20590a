import type { NarrowedRows, RowExample } from '../../model/facts-of-rows.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import type { Session } from '../session.ts'
import type { Hashed } from './hash.ts'
import { keyColumns } from './key.ts'
import { listTables } from './list.ts'
import { type Change, mergeRows } from './merge.ts'
import { type Bucket, type Detail, detailsOf, placeName, rowsOf, type Side, sideOf, sumBuckets } from './side.ts'
import { openSnapshot } from './snapshot.ts'
import type { Table } from './table.ts'

export interface NarrowOptions {
  /** Columns whose values examples may tell, as SQL quotes their names; those of all others are masked. */
  readonly show?: readonly string[]
  /** For one statement on either side; 60 s unless given. What takes longer is rejected with SQLSTATE 57014. */
  readonly limitMs?: number
  /** Rows looked at on either side where nearly everything differs. */
  readonly mostRows?: number
}

/** Of more rows that differ, columns are not looked at. */
const MOST_DETAILS = 1_000
const MOST_EXAMPLES = 20
const MOST_ROWS = 2_000_000

/**
 * Which rows of a table differ between two databases, over the columns that both have, or null where one of them has no
 * such table, or nothing in a materialised view. Sums of 4096 buckets tell in which the difference is, whatever the size of the table, and only those are
 * read. Each side is read inside one snapshot.
 */
export async function narrowRows(
  before: DatabaseAddress,
  after: DatabaseAddress,
  table: string,
  { show = [], limitMs = 60_000, mostRows = MOST_ROWS }: NarrowOptions = {},
): Promise<NarrowedRows | null> {
  await using stack = new AsyncDisposableStack()
  const open = async (address: DatabaseAddress) => {
    const { first } = await openSnapshot(address, stack)
    await first.run(`SET LOCAL statement_timeout = ${limitMs}`)
    return { session: first, table: (await listTables(first, [table]))[0] }
  }
  const [one, other] = await Promise.all([open(before), open(after)])
  if (one.table === undefined || other.table === undefined) return null
  if (one.table.unpopulated === true || other.table.unpopulated === true) return null
  const hashed = await hashedOf(one.session, one.table, other.table)
  const [was, is] = [sideOf(one.session, one.table, hashed), sideOf(other.session, other.table, hashed)]
  const { buckets, complete } = differing(await Promise.all([sumBuckets(was), sumBuckets(is)]), mostRows)
  const counts = { missing: 0, added: 0, changed: 0 }
  const changes: Change[] = []
  for await (const change of mergeRows(rowsOf(was, buckets), rowsOf(is, buckets))) {
    counts[change.change]++
    if (changes.length < MOST_DETAILS) changes.push(change)
  }
  const examples = await examplesOf([was, is], hashed, changes)
  const columns = hashed[1].columns.filter((column) =>
    examples.some((one) => one.columns.some((it) => it.column === column)),
  )
  const shown = examples.toSorted(byKey).slice(0, MOST_EXAMPLES)
  return {
    ...counts,
    complete,
    key: hashed[0].columns,
    columns,
    examples: shown.map((one) => masked(one, show)),
  }
}

/** The key and the rows, both over columns that are on both sides; what has another type on one of them is text on both. */
async function hashedOf(session: Session, was: Table, is: Table): Promise<readonly [Hashed, Hashed]> {
  const key = await keyColumns(session, was)
  const common = was.columns.filter((column) => is.columns.includes(column))
  const kept = key.every((column) => common.includes(column)) ? key : []
  const families = Object.fromEntries(
    common.map((column) => [
      column,
      was.families[column] === is.families[column] ? (was.families[column] ?? '*') : '*',
    ]),
  )
  return [
    { columns: kept, families },
    { columns: common, families },
  ]
}

/** Buckets whose sums differ, up to so many rows of either side. */
function differing([was, is]: readonly [ReadonlyMap<number, Bucket>, ReadonlyMap<number, Bucket>], mostRows: number) {
  const all = [...new Set([...was.keys(), ...is.keys()])].filter((one) => was.get(one)?.digest !== is.get(one)?.digest)
  const buckets: number[] = []
  let rows = 0
  for (const bucket of all) {
    rows += Math.max(was.get(bucket)?.rows ?? 0, is.get(bucket)?.rows ?? 0)
    if (buckets.length > 0 && rows > mostRows) return { buckets, complete: false }
    buckets.push(bucket)
  }
  return { buckets, complete: true }
}

async function examplesOf(
  [was, is]: readonly [Side, Side],
  hashed: readonly [Hashed, Hashed],
  changes: readonly Change[],
): Promise<readonly RowExample[]> {
  const [before, after] = await Promise.all([
    detailsOf(
      was,
      changes.flatMap((change) => change.was ?? []),
      hashed,
    ),
    detailsOf(
      is,
      changes.flatMap((change) => change.is ?? []),
      hashed,
    ),
  ])
  return changes.map(({ change, was, is }) => {
    const [one, other] = [was && before.get(placeName(was)), is && after.get(placeName(is))]
    const key = one?.key ?? other?.key ?? []
    return { change, key, columns: one && other ? columnsOf(hashed[1].columns, one, other) : [] }
  })
}

function columnsOf(columns: readonly string[], was: Detail, is: Detail): RowExample['columns'] {
  return columns.flatMap((column, at) =>
    was.hashes[at] === is.hashes[at] ? [] : [{ column, was: was.values[at] ?? null, is: is.values[at] ?? null }],
  )
}

function masked({ change, key, columns }: RowExample, show: readonly string[]): RowExample {
  return { change, key, columns: columns.map((one) => (show.includes(one.column) ? one : { column: one.column })) }
}

const ORDER = new Intl.Collator('en', { numeric: true })

function byKey(one: RowExample, other: RowExample): number {
  for (const [at, value] of one.key.entries()) {
    const order = ORDER.compare(value, other.key[at] ?? '')
    if (order !== 0) return order
  }
  return 0
}
