import assert from 'node:assert/strict'
import { readMarks, touchedTables } from '../../../../harness/database/marks.ts'
import { twinsOf } from '../twin.ts'

const BASE = `
  CREATE TABLE one (id int, note text); INSERT INTO one SELECT i, 'note ' || i FROM generate_series(1, 100) i;
  CREATE TABLE two AS SELECT * FROM one;
  CREATE TABLE parted (id int) PARTITION BY RANGE (id);
  CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (10);
`

describe('tables that nobody touched', function () {
  this.timeout(60_000)
  const twins = twinsOf(17, BASE)

  const TOUCHING: readonly (readonly [string, readonly string[]])[] = [
    ['SELECT count(*) FROM one; CREATE INDEX ON one (id); COMMENT ON TABLE two IS $$ seen $$', []],
    ['UPDATE one SET note = note WHERE id = 1', ['one']],
    ['DELETE FROM one WHERE id = 2', ['one']],
    ['INSERT INTO parted VALUES (1)', ['parted']],
    ['TRUNCATE two', ['two']],
    ['ALTER TABLE one ALTER id TYPE bigint', ['one']],
    ['ALTER TABLE one DROP note; ALTER TABLE one ADD note text', ['one']],
    ['ALTER TABLE one RENAME id TO a; ALTER TABLE one RENAME note TO id', ['one']],
  ]
  for (const [statement, touched] of TOUCHING)
    it(`are ${touched.length === 0 ? 'all' : `the others but ${touched.join()}`} after ${statement}`, async () => {
      const before = await readMarks(twins.address)
      {
        await using session = await twins.session()
        await session.run(statement)
      }
      assert.deepEqual(touchedTables(before, [await readMarks(twins.address)]), touched)
    })

  it('are none where the server keeps no count', async () => {
    await using session = await twins.session()
    await session.run('ALTER DATABASE app SET track_counts = off')
    const before = await readMarks(twins.address)
    assert.equal(touchedTables(before, [await readMarks(twins.address)]).length, 3)
    await session.run('ALTER DATABASE app RESET track_counts')
  })

  it('wait for a session that has not yet told what it wrote', async () => {
    const before = await readMarks(twins.address)
    const writer = await twins.session()
    await writer.run('UPDATE two SET id = 1; INSERT INTO two VALUES (1)')
    void writer[Symbol.asyncDispose]()
    assert.deepEqual(touchedTables(before, [await readMarks(twins.address)]), ['two'])
  })
})
