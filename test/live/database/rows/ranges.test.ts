import assert from 'node:assert/strict'
import { listTables } from '../../../../harness/database/rows/list.ts'
import { cutIntoRanges } from '../../../../harness/database/rows/range.ts'
import { digestRows } from '../../../../harness/database/rows.ts'
import { twinsOf } from '../twin.ts'

const ROWS = 60_000

/** A row of about a kilobyte, so that few make many pages. */
const BASE = `
  CREATE UNLOGGED TABLE whole (id int, filling text);
  ALTER TABLE whole ALTER filling SET STORAGE PLAIN;
  INSERT INTO whole SELECT i, repeat(i::text, 150) FROM generate_series(1, ${ROWS}) i;
  CREATE TABLE parted (filling text, id int) PARTITION BY RANGE (id);
  CREATE UNLOGGED TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (500);
  CREATE UNLOGGED TABLE rest PARTITION OF parted DEFAULT;
  INSERT INTO parted (id, filling) SELECT * FROM whole ORDER BY id DESC;
`

describe('the row digest of big tables', function () {
  this.timeout(120_000)
  const twins = twinsOf(17, BASE)

  it('is the same in ranges of pages as partition by partition, and leaves no row out', async () => {
    await using session = await twins.session()
    const ranges = cutIntoRanges(await listTables(session), 4)
    assert.ok(ranges.filter(({ table }) => table.table === 'whole').length > 2, `${ranges.length} ranges`)
    const { tables } = await digestRows(twins.address)
    assert.deepEqual(
      tables.map(({ table, rows }) => [table, rows]),
      [
        ['parted', ROWS],
        ['whole', ROWS],
      ],
    )
    assert.equal(tables[0]?.digest, tables[1]?.digest)
  })

  it('is of one moment, though rows come and go while it is taken', async () => {
    await using writer = await twins.session()
    let over = false
    const writing = (async () => {
      for (let id = 1; !over; id++) {
        await writer.run(
          `BEGIN; DELETE FROM whole WHERE id = ${id}; INSERT INTO whole VALUES (${id}, repeat('${id}', 150)); COMMIT`,
        )
      }
    })()
    const digests = [await digestRows(twins.address), await digestRows(twins.address)]
    over = true
    await writing
    for (const { tables } of digests) assert.equal(tables[0]?.digest, tables[1]?.digest)
  })

  it('ends soon when it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await assert.rejects(digestRows(twins.address, undefined, { signal }), /enough/)
  })

  it('reads only the tables that are asked for', async () => {
    const { tables } = await digestRows(twins.address, undefined, { tables: ['whole', 'nothing'] })
    assert.deepEqual(
      tables.map(({ table }) => table),
      ['whole'],
    )
  })
})
