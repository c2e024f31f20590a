import type { Session } from '../../harness/database/session.ts'

/** Rows per megabyte of heap, as measured, so that each table takes its share of what is asked for. */
interface Filling {
  readonly table: string
  readonly share: number
  readonly rowsPerMb: number
  readonly columns: string
  readonly row: string
}

/** What shops keep: orders with a little of everything, narrow lines, events as documents, and a few bytes. */
const FILLINGS: readonly Filling[] = [
  {
    table: 'orders',
    share: 0.4,
    rowsPerMb: 6_960,
    columns: `id bigint, customer int, status text, total numeric(12, 2), note text, placed timestamptz, reference uuid,
      paid boolean, weight float8`,
    row: `i, (random() * 1e5)::int, (ARRAY['new', 'paid', 'sent', 'done'])[1 + i % 4], (random() * 1e3)::numeric(12, 2),
      CASE WHEN i % 3 > 0 THEN md5(i::text) || md5(i::text) END, '2026-01-01'::timestamptz + i * interval '1 s',
      gen_random_uuid(), i % 2 = 0, random()`,
  },
  {
    table: 'lines',
    share: 0.25,
    rowsPerMb: 17_500,
    columns: 'id bigint, order_id bigint, product int, quantity smallint, price numeric(9, 2)',
    row: 'i, i / 3, (random() * 1e4)::int, 1 + i % 9, (random() * 100)::numeric(9, 2)',
  },
  {
    table: 'events',
    share: 0.35,
    rowsPerMb: 3_900,
    columns: 'id bigint, order_id bigint, kind text, payload jsonb, at timestamp, body bytea',
    row: `i, i / 2, 'kind ' || i % 20, jsonb_build_object('a', i, 'b', md5(i::text), 'c', ARRAY[1, 2, 3]),
      '2026-01-01'::timestamp + i * interval '1 s', decode(repeat(md5(i::text), 4), 'hex')`,
  },
]

export const TABLES = FILLINGS.map(({ table }) => table)

/** Fills the tables to about so many megabytes, and resolves with how many they are. */
export async function fill(session: Session, mb: number): Promise<number> {
  for (const { table, share, rowsPerMb, columns, row } of FILLINGS) {
    const rows = Math.ceil(mb * share * rowsPerMb)
    await session.run(`CREATE UNLOGGED TABLE ${table} (${columns})`)
    await session.run(`INSERT INTO ${table} SELECT ${row} FROM generate_series(1, ${rows}) AS i`)
  }
  await session.run('VACUUM ANALYZE')
  const [size] = await session.query<{ bytes: number }>(
    `SELECT sum(pg_table_size(name::regclass))::bigint AS bytes FROM unnest($1::text[]) AS name`,
    [TABLES],
  )
  return (size?.bytes ?? 0) / 1e6
}
