import assert from 'node:assert/strict'
import { countWork } from '../../../harness/companions/work.ts'
import { readyParser } from '../../../harness/sql/parse.ts'
import { splitStatements } from '../../../harness/sql/split.ts'
import { startTestServer } from '../postgres.ts'

const ROWS = 2_000

/** Whole scans of the table that each of them makes. */
const SCANS: readonly (readonly [string, number])[] = [
  ['CREATE INDEX i ON t (a)', 1],
  ['CREATE INDEX CONCURRENTLY j ON t (b)', 2],
  ['ALTER TABLE t ALTER a SET NOT NULL', 1],
  ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)', 1],
  ['ALTER TABLE t ADD CONSTRAINT d CHECK (a < 9000) NOT VALID', 0],
  ['ALTER TABLE t VALIDATE CONSTRAINT d', 1],
  ['ALTER TABLE t ADD CONSTRAINT n CHECK (b IS NOT NULL)', 1],
  ['ALTER TABLE t ALTER b SET NOT NULL', 0],
  ['ALTER TABLE t ADD COLUMN z int DEFAULT 5', 0],
  ['UPDATE t SET z = 1 WHERE id = 3', 0],
]

describe('work that is counted', () => {
  for (const version of [16, 17, 18] as const) {
    it(`tells scans and rows per statement on PostgreSQL ${version}, in the transaction's own session`, async () => {
      await readyParser()
      await using server = await startTestServer(version)
      await using session = await server.session()
      await session.run(
        `CREATE TABLE t (id int PRIMARY KEY, a int, b text);
         INSERT INTO t SELECT g, g, 'x' FROM generate_series(1, ${ROWS}) g`,
      )
      const [table] = await session.query<{ oid: number }>("SELECT 't'::regclass::oid::int8 AS oid")
      const oid = table?.oid ?? 0
      const counter = countWork([oid])
      const text = [
        ...SCANS.map(([sql]) => sql),
        'BEGIN',
        'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE',
        "SET LOCAL lock_timeout = '1min'",
        'LOCK TABLE t',
        'UPDATE t SET a = a + 1',
        'COMMIT',
        'DELETE FROM t',
      ]
      for (const { text: sql, kind } of splitStatements(text.join(';'))) {
        const statement = { text: sql, kind, place: null }
        await counter.before(session, statement)
        await session.run(sql)
        await counter.after(session, statement, false)
      }
      const counted = new Map(counter.counted().map((one) => [one.statement.text, one]))
      for (const [sql, scans] of SCANS)
        assert.deepEqual([sql, counted.get(sql)?.work.get(oid)?.scans ?? 0], [sql, scans])
      assert.deepEqual(counted.get('UPDATE t SET z = 1 WHERE id = 3')?.work.get(oid)?.rowsWritten, 1)
      const update = counted.get('UPDATE t SET a = a + 1')
      assert.deepEqual(update?.work.get(oid), { scans: 1, rowsRead: ROWS, rowsWritten: ROWS })
      assert.deepEqual(
        ['LOCK TABLE t', 'UPDATE t SET a = a + 1', 'DELETE FROM t'].map((sql) => counted.get(sql)?.lockTimeoutMs),
        [60_000, 60_000, 0],
      )
    })
  }
})
