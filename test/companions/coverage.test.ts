import { deepEqual } from 'node:assert/strict'
import { namedByColumn, needsTraffic } from '../../harness/companions/coverage.ts'
import type { Target } from '../../harness/companions/targets.ts'

function target(relation: string, relkind = 'r'): Target {
  return {
    ...{ oid: 1, relation, sql: relation, relkind, mode: 'AccessExclusiveLock', write: null, hold: null },
  } as Target
}

function statement(text: string, prepared = false) {
  return { text, prepared, line: 1, kind: 'SelectStmt' }
}

describe('what needs traffic', () => {
  it('is each table that no statement of the application names, in whatever case and schema', () => {
    const traffic = [statement('SELECT * FROM Orders o'), statement('SELECT 1 FROM größen')]
    const targets = [target('shop.orders'), target('order'), target('größen'), target('ids', 'S')]
    deepEqual(needsTraffic(targets, traffic), ['unknown: needs traffic on order'])
  })

  it('is no table whose quoted name stands in a statement', () => {
    const traffic = [statement('SELECT 1 FROM shop."Order Lines"')]
    deepEqual(needsTraffic([target('shop."Order Lines"'), target('"Lines"')], traffic), [
      'unknown: needs traffic on "Lines"',
    ])
  })
})

describe('what is named by column', () => {
  it('is each table that statements name, none of which reads all columns of it or is prepared', () => {
    const traffic = [
      statement('SELECT id, count(*) /* * */ FROM orders'),
      statement('SELECT id FROM items'),
      statement('SELECT i.* FROM items i'),
      statement('SELECT id FROM stock', true),
      statement('WITH all_prices AS (TABLE prices) SELECT id FROM all_prices'),
    ]
    const targets = ['orders', 'items', 'stock', 'prices', 'parcels'].map((name) => target(name))
    deepEqual(namedByColumn(targets, traffic), ['orders'])
  })
})
