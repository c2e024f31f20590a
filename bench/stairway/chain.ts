/** One migration of the bench, as SQL. */
export interface BenchMigration {
  readonly up: string
  readonly down: string
}

/** Tables of the database: two large ones, which few migrations touch, and many small ones. */
export const SMALL = 40

/**
 * Fifty migrations as releases bring them: most change a small table or nothing but the catalog, some add to a large
 * one without rewriting it, few build an index on it or write its rows.
 */
export const CHAIN: readonly BenchMigration[] = Array.from({ length: 50 }, (_, at): BenchMigration => {
  const small = `small_${at % SMALL}`
  if (at % 25 === 7) return { up: `CREATE INDEX big_${at} ON big_1 (amount)`, down: `DROP INDEX big_${at}` }
  if (at % 25 === 19) {
    return {
      up: `ALTER TABLE big_2 ADD flag_${at} int; UPDATE big_2 SET flag_${at} = 1 WHERE id % 50 = 0`,
      down: `ALTER TABLE big_2 DROP flag_${at}`,
    }
  }
  const kinds: readonly BenchMigration[] = [
    { up: `ALTER TABLE ${small} ADD c_${at} text DEFAULT 'x'`, down: `ALTER TABLE ${small} DROP c_${at}` },
    { up: `CREATE INDEX i_${at} ON ${small} (note)`, down: `DROP INDEX i_${at}` },
    { up: `CREATE TABLE t_${at} (id bigserial PRIMARY KEY, note text NOT NULL)`, down: `DROP TABLE t_${at}` },
    { up: `UPDATE ${small} SET amount = amount + 1`, down: `UPDATE ${small} SET amount = amount - 1` },
    { up: `ALTER TABLE big_1 ADD n_${at} int`, down: `ALTER TABLE big_1 DROP n_${at}` },
    {
      up: `ALTER TABLE ${small} ALTER amount TYPE bigint`,
      down: `ALTER TABLE ${small} ALTER amount TYPE integer`,
    },
  ]
  return kinds[at % kinds.length] as BenchMigration
})

/** SQL that makes a database of about so many MB. */
export function databaseSql(mb: number): string {
  // About 230 bytes a row with its index.
  const rows = Math.round((mb * 1024 * 1024) / 2 / 230)
  const big = [1, 2].map(
    (
      n,
    ) => `CREATE TABLE big_${n} (id bigint, amount numeric NOT NULL, note text NOT NULL, placed_at timestamptz NOT NULL);
      INSERT INTO big_${n} SELECT i, i % 1000, repeat(md5(i::text), 4), timestamptz '2026-01-01' + i * interval '1 second' FROM generate_series(1, ${rows}) AS i;
      ALTER TABLE big_${n} ADD PRIMARY KEY (id);`,
  )
  const small = Array.from(
    { length: SMALL },
    (_, n) => `CREATE TABLE small_${n} (id int PRIMARY KEY, amount integer NOT NULL, note text);
      INSERT INTO small_${n} SELECT i, i, md5(i::text) FROM generate_series(1, 1000) AS i;`,
  )
  return [...big, ...small, 'VACUUM ANALYZE'].join('\n')
}
