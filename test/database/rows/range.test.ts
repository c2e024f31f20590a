import assert from 'node:assert/strict'
import { cutIntoRanges, fromRange, pagesOf } from '../../../harness/database/rows/range.ts'
import type { Table } from '../../../harness/database/rows/table.ts'

function table(name: string, pages: number, ranged = true): Table {
  return { table: name, sql: name, columns: [], families: {}, parts: [{ sql: name, pages, ranged }] }
}

describe('cutting tables into ranges of pages', () => {
  it('leaves small tables whole, and begins with the largest range', () => {
    const ranges = cutIntoRanges([table('small', 10), table('big', 2_000), table('empty', 0)], 4)
    assert.deepEqual(ranges.map(fromRange), ['FROM big', 'FROM small', 'FROM empty'])
  })

  it('cuts a big table so that every page is in one range, and the last has no end', () => {
    const ranges = cutIntoRanges([table('big', 100_001)], 2)
    assert.equal(
      ranges.reduce((sum, range) => sum + pagesOf(range), 0),
      100_001,
    )
    const inOrder = ranges.toSorted((one, other) => one.from - other.from)
    assert.equal(inOrder[0]?.from, 0)
    for (const [at, range] of inOrder.entries()) assert.equal(range.until, inOrder[at + 1]?.from ?? null)
    assert.match(
      fromRange(inOrder[1] ?? assert.fail()),
      /^FROM big WHERE ctid >= '\(\d+,0\)'::tid AND ctid < '\(\d+,0\)'::tid$/,
    )
    assert.match(fromRange(inOrder.at(-1) ?? assert.fail()), /^FROM big WHERE ctid >= '\(\d+,0\)'::tid$/)
  })

  it('reads a foreign table in one go', () => {
    assert.equal(cutIntoRanges([table('far', 100_000, false)], 2).length, 1)
  })
})
