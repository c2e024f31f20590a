import assert from 'node:assert/strict'
import { catalogOf, columnOrderDifferences, compareCatalogs } from '../../harness/database/catalog.ts'

function table(order: string) {
  return catalogOf(new Map([['column order of public.t', order]]))
}

describe('column order', () => {
  it('is compared among the columns that both have', () => {
    assert.deepEqual(columnOrderDifferences(table('a, gone, b'), table('a, b, new')), [])
    assert.deepEqual(columnOrderDifferences(table('a, gone, b, c'), table('a, c, b')), [
      { table: 'public.t', was: 'a, b, c', is: 'a, c, b', rowTypeUsedBy: null },
    ])
  })

  it('takes a quoted name for one name, comma or not', () => {
    assert.deepEqual(
      columnOrderDifferences(table('"a, ""b""", c'), table('c, "a, ""b"""')).map(({ is }) => is),
      ['c, "a, ""b"""'],
    )
  })

  it('is in no comparison of catalogs', () => {
    const [one, other] = [table('a, b'), table('b, a')]
    assert.deepEqual([compareCatalogs(one, other), one.sha256 === other.sha256], [[], true])
  })
})
