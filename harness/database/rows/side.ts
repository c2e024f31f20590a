import type { Session } from '../session.ts'
import { type Hashed, MIXED, rowHash } from './hash.ts'
import type { Table } from './table.ts'

/** One of the two databases, as the narrowing asks it: the table there, and SQL for the hashes of its rows. */
export interface Side {
  readonly session: Session
  readonly table: Table
  /** Of the columns of the key; of the whole row where there is no key. */
  readonly keyHash: string
  readonly rowHash: string
}

/** Where a row is, for as long as the snapshot lasts. */
export interface Place {
  /** A partition has pages of its own. */
  readonly part: string
  readonly at: string
}

export interface Located extends Place {
  readonly key: string
  readonly row: string
}

export interface Bucket {
  readonly rows: number
  readonly digest: string
}

/** So many, that a bucket of ten million rows is read in no time, and their sums fit anywhere. */
export const BUCKETS = 4_096
const FETCHED = 5_000

export function sideOf(session: Session, table: Table, [key, row]: readonly [Hashed, Hashed]): Side {
  const whole = rowHash(table, row)
  return { session, table, rowHash: whole, keyHash: key.columns.length === 0 ? whole : rowHash(table, key) }
}

/** Sums over the rows of each bucket; keys decide which bucket a row belongs to. */
export async function sumBuckets({ session, table, keyHash, rowHash }: Side): Promise<ReadonlyMap<number, Bucket>> {
  const buckets = await session.query<Bucket & { bucket: number }>(
    `SELECT (k & ${BUCKETS - 1})::int AS bucket, count(*) AS rows, concat_ws(' ', sum(r), sum(${MIXED})) AS digest
     FROM (SELECT ${keyHash} AS k, ${rowHash} AS r FROM ${table.sql} OFFSET 0) AS t GROUP BY 1`,
  )
  return new Map(buckets.map((one) => [one.bucket, one]))
}

/** The rows of these buckets in the order of their keys' hashes, however many they are. */
export async function* rowsOf(
  { session, table, keyHash, rowHash }: Side,
  buckets: readonly number[],
): AsyncGenerator<Located> {
  const bucket = `(${keyHash}) & ${BUCKETS - 1}`
  const some = buckets.length === BUCKETS ? '' : `WHERE (${bucket})::int = ANY ('{${buckets.join()}}'::int[])`
  await session.run(
    `DECLARE rows NO SCROLL CURSOR FOR
     SELECT (${keyHash})::text COLLATE "C" AS key, (${rowHash})::text AS row, tableoid::text AS part, ctid::text AS at
     FROM ${table.sql} ${some} ORDER BY 1`,
  )
  for (;;) {
    const rows = await session.query<Located>(`FETCH ${FETCHED} FROM rows`)
    yield* rows
    if (rows.length < FETCHED) break
  }
  await session.run('CLOSE rows')
}

export interface Detail extends Place {
  readonly key: readonly string[]
  readonly hashes: readonly (string | null)[]
  readonly values: readonly (string | null)[]
}

/** Key, the hash of each column, and its value cut short, of rows at these places. */
export async function detailsOf(
  { session, table }: Side,
  places: readonly Place[],
  [key, row]: readonly [Hashed, Hashed],
): Promise<ReadonlyMap<string, Detail>> {
  const text = (column: string) =>
    `CASE WHEN ${column} IS NOT DISTINCT FROM NULL THEN NULL ELSE left(format('%s', ${column}), 200) END`
  const hash = (column: string) => `${rowHash(table, { ...row, columns: [column] })}::text`
  const details = await session.query<Detail>(
    `SELECT tableoid::text AS part, ctid::text AS at, ${array(key.columns.map(text))} AS key,
            ${array(row.columns.map(hash))} AS hashes, ${array(row.columns.map(text))} AS values
     FROM ${table.sql} WHERE ctid = ANY ($1::tid[])`,
    [[...new Set(places.map(({ at }) => at))]],
  )
  return new Map(details.map((detail) => [placeName(detail), detail]))
}

export function placeName({ part, at }: Place): string {
  return `${part} ${at}`
}

function array(expressions: readonly string[]): string {
  return `ARRAY[${expressions.join(', ')}]::text[]`
}
