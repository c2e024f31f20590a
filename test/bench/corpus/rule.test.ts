import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Case, CORPUS, readCases } from '../../../bench/corpus/cases.ts'
import { trafficLines } from '../../../bench/corpus/client.ts'
import { harmsOf, type Seen } from '../../../bench/corpus/rule.ts'
import type { Situation } from '../../../bench/corpus/situation.ts'
import type { State } from '../../../bench/corpus/state.ts'

const calm: Situation = {
  exits: [0],
  complaint: '',
  tookMs: 20,
  gaveUp: false,
  calmWorstMs: 10,
  worstMs: [30],
  worstAt: 'SELECT 1 FROM orders LIMIT 1',
  errors: [],
}
const state: State = {
  invalidIndexes: [],
  catalog: ['column|orders|id|integer|t'],
  tables: ['orders|3|11'],
  counts: new Map([['1', { name: 'orders', count: 3 }]]),
}
const quiet: Seen = {
  alone: calm,
  reader: calm,
  writer: calm,
  costs: [{ line: 'SELECT 1', beforeMs: 1, afterMs: 1 }],
  before: state,
  after: state,
  invalidIndexes: [],
  twice: { complaints: ['', ''], after: state },
}
const gaveUp: Situation = { ...calm, exits: [3, 0], gaveUp: true, worstMs: [1400, 30] }

function whys(seen: Partial<Seen>, migration = "SET lock_timeout = '1s';"): readonly string[] {
  const one: Case = { name: '', file: '', base: '', ownBase: '', traffic: '', migration }
  return harmsOf(one, { ...quiet, ...seen }).map(({ why }) => why)
}

describe('the rule of the labels', () => {
  it('finds no harm where nobody waited and nothing broke', () => {
    assert.deepEqual(whys({}), [])
  })

  it('counts a wait of more than half a second', () => {
    assert.deepEqual(whys({ alone: { ...calm, worstMs: [500] } }), [])
    assert.deepEqual(whys({ alone: { ...calm, worstMs: [501] } }), [
      'alone: a client waited 501 ms at SELECT 1 FROM orders LIMIT 1',
    ])
  })

  it('excuses a wait up to the lock_timeout of a migration that gave up and then succeeded', () => {
    assert.deepEqual(whys({ reader: gaveUp }), [])
    assert.equal(whys({ reader: gaveUp }, 'ALTER TABLE orders ADD COLUMN gift boolean').length, 1)
    assert.equal(whys({ reader: gaveUp }, "SET lock_timeout = '30s';").length, 1)
    assert.equal(whys({ reader: { ...gaveUp, worstMs: [1400, 900] } }).length, 1)
  })

  it('counts a migration that fails when it is started again', () => {
    const complaint = 'ERROR:  42701: column "gift" of relation "orders" already exists'
    assert.deepEqual(whys({ reader: { ...gaveUp, exits: [3, 3], complaint } }), [
      `beside a reader: fails: ${complaint}`,
    ])
  })

  it('counts lost rows, invalid indexes, slower queries and a second run that adds to the first', () => {
    const fewer: State = { ...state, counts: new Map([['1', { name: 'orders', count: 1 }]]) }
    assert.deepEqual(whys({ after: fewer }), ['orders: 3 rows before, 1 after'])
    assert.deepEqual(whys({ invalidIndexes: ['orders_id_idx'] }), ['invalid index orders_id_idx'])
    assert.deepEqual(whys({ costs: [{ line: 'SELECT 1', beforeMs: 1, afterMs: 12 }] }), [
      '1.0 ms before, 12.0 ms after: SELECT 1',
    ])
    assert.deepEqual(whys({ twice: { complaints: ['', ''], after: { ...state, tables: ['orders|4|15'] } } }), [
      'twice at once leaves something else: orders|3|11; orders|4|15',
    ])
  })
})

describe('statements of the traffic', () => {
  it('are undone, and prepared where the file says so', () => {
    assert.deepEqual(trafficLines('-- why\nSELECT 1;\n-- prepared\nSELECT 2\n  FROM t;\n'), {
      first: 'PREPARE statement_1 AS SELECT 2\n  FROM t;',
      lines: ['BEGIN;\nSELECT 1;\nROLLBACK;', 'BEGIN;\nEXECUTE statement_1;\nROLLBACK;'],
    })
  })
})

describe('the corpus', () => {
  it('has a label for each of at least 60 migrations, a third of them safe', () => {
    const labels = JSON.parse(readFileSync(join(CORPUS, 'labels.json'), 'utf8')) as Record<string, { label: string }>
    const names = readCases().map(({ name }) => name)
    assert.deepEqual(Object.keys(labels), names)
    assert.ok(names.length >= 60)
    const safe = names.filter((name) => labels[name]?.label === 'safe').length
    assert.ok(safe * 3 >= names.length, `${safe} of ${names.length} are safe`)
  })
})
