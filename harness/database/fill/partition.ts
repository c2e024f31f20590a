import type { Session } from '../session.ts'

/** A condition on a row, as SQL over the table's own column names. */
export interface Condition {
  readonly sql: string
  readonly columns: readonly string[]
}

/** What one partition admits in one key column: a range from a value up to another, or a list of values. */
export type Bound =
  | { readonly column: string; readonly kind: 'range'; readonly from: string | null; readonly to: string | null }
  | { readonly column: string; readonly kind: 'list'; readonly values: readonly string[] }

interface Row {
  readonly bound: string
  readonly columns: readonly string[]
  readonly condition: string | null
}

/** Literals as the server spells them in a bound: quoted, or a number. */
const LITERAL = /'(?:[^']|'')*'|-?\d+(?:\.\d+)?|\b(?:MINVALUE|MAXVALUE|true|false)\b/g

/**
 * What the partitions of a table admit, or the table itself where it is one. The first level says which values are worth
 * generating; the condition, over all leaves, whether a row finds a place.
 */
export async function readPartitions(
  session: Session,
  table: number,
): Promise<{ readonly bounds: readonly Bound[]; readonly condition: Condition | null }> {
  const rows = await session.query<Row>(PARTITIONS, [table])
  const bounds = rows.flatMap(({ bound, columns }) => boundsOf(bound, columns))
  const leaves = await session.query<{ sql: string | null }>(LEAVES, [table])
  // A table without partitions has no place for any row: the server shall say so.
  if (leaves.length === 0 || leaves.some(({ sql }) => sql === null)) return { bounds, condition: null }
  const columns = [...new Set(rows.flatMap((row) => row.columns))]
  if (columns.length === 0) return { bounds, condition: null }
  return { bounds, condition: { sql: leaves.map(({ sql }) => `(${sql})`).join(' OR '), columns } }
}

function boundsOf(bound: string, columns: readonly string[]): readonly Bound[] {
  const list = /^FOR VALUES IN \((.*)\)$/s.exec(bound)
  const [column] = columns
  if (list !== null && column !== undefined) {
    const values = (list[1] ?? '').match(LITERAL) ?? []
    return values.length === 0 ? [] : [{ column, kind: 'list', values }]
  }
  const range = /^FOR VALUES FROM \((.*)\) TO \((.*)\)$/s.exec(bound)
  if (range === null) return []
  const [froms, tos] = [range[1] ?? '', range[2] ?? ''].map((text) => text.match(LITERAL) ?? [])
  return columns.flatMap((name, at) => {
    const [from, to] = [froms?.[at], tos?.[at]].map((one) => (one === undefined || /VALUE$/.test(one) ? null : one))
    return [{ column: name, kind: 'range' as const, from: from ?? null, to: to ?? null }]
  })
}

/** Column names only: a key over an expression is left to the condition. */
const KEY = `array(SELECT a.attname::text FROM unnest(k.partattrs::int2[]) WITH ORDINALITY AS u(num, at)
                   JOIN pg_attribute a ON a.attrelid = k.partrelid AND a.attnum = u.num ORDER BY u.at)`

const PARTITIONS = `
  SELECT pg_get_expr(c.relpartbound, c.oid) AS bound, ${KEY} AS columns
  FROM pg_partition_tree($1::oid) AS p JOIN pg_class c ON c.oid = p.relid
  JOIN pg_partitioned_table k ON k.partrelid = p.parentrelid
  WHERE p.level > 0
  UNION ALL
  SELECT pg_get_expr(c.relpartbound, c.oid), ${KEY}
  FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_partitioned_table k ON k.partrelid = i.inhparent
  WHERE c.oid = $1 AND c.relispartition`

const LEAVES = `
  SELECT pg_get_partition_constraintdef(p.relid) AS sql
  FROM pg_partition_tree($1::oid) AS p WHERE p.isleaf`

/** Values that spread over all bounds of a column, each `n` to the next; null where no bound says anything. */
export function spread(bounds: readonly Bound[], column: string, typeSql: string, n: string): string | null {
  const own = bounds.filter((bound) => bound.column === column)
  const values = own.flatMap((bound) => (bound.kind === 'list' ? bound.values : []))
  if (values.length > 0) return `(ARRAY[${values.join(', ')}]::${typeSql}[])[1 + ${n} % ${values.length}]`
  const ranges = own.flatMap((bound) => (bound.kind === 'range' ? [within(bound, typeSql, n)] : []))
  const known = [...new Set(ranges.filter((one) => one !== null))]
  if (known.length === 0) return null
  const cases = known.map((sql, at) => `WHEN ${at} THEN ${sql}`)
  return `CASE ${n} % ${known.length} ${cases.join(' ')} END`
}

const LARGE = 1_000_000

/** A value inside the range, for as many `n` as it has room for. */
function within({ from, to }: Bound & { kind: 'range' }, typeSql: string, n: string): string | null {
  const [low, high] = [from, to].map((one) => (one === null ? null : `${one}::${typeSql}`))
  const share = `((${n} % ${LARGE})::float8 / ${LARGE})`
  if (/^(timestamp|date)/.test(typeSql)) {
    if (low != null && high != null) {
      return `((${low})::timestamp + ((${high})::timestamp - (${low})::timestamp) * ${share})::${typeSql}`
    }
    const other = low ?? high
    return other == null
      ? null
      : `((${other})::timestamp ${low == null ? '-' : '+'} ${share} * interval '1 day' - interval '${low == null ? 1 : 0} second')::${typeSql}`
  }
  if (/^(smallint|integer|bigint|numeric)/.test(typeSql)) {
    if (low != null && high != null)
      return `(${low} + (${n} % greatest(1, (${high} - ${low})::int8))::int8)::${typeSql}`
    if (low != null) return `(${low} + ${n})::${typeSql}`
    return high == null ? null : `(${high} - 1 - ${n})::${typeSql}`
  }
  return low ?? null
}

export function keyColumns(bounds: readonly Bound[]): ReadonlySet<string> {
  return new Set(bounds.map(({ column }) => column))
}
