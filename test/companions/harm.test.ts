import assert from 'node:assert/strict'
import { harmOf } from '../../harness/companions/harm.ts'
import type { Beat } from '../../harness/companions/loop.ts'
import { statement } from './script.ts'

const SCRIPT = [
  statement(1, 'ALTER TABLE users ADD COLUMN a int', { users: 'AccessExclusiveLock' }),
  statement(2, 'ALTER TABLE orders DROP COLUMN note', { orders: 'AccessExclusiveLock' }),
]
const GONE = { sqlstate: '42703', message: 'column "note" does not exist' }

function suffered(sql: string, beats: readonly Beat[]): ReturnType<typeof harmOf> {
  const rhythm = { by: 'traffic', what: sql, sql, application: '', perform: async () => undefined } as const
  return harmOf({ trial: 1, loops: [{ rhythm, beats }], script: SCRIPT, fromMs: 1_000, toMs: 2_000 })
}

describe('harm', () => {
  it('is an error that was not met before, at the statement that took away what it names', () => {
    const harms = suffered('SELECT note FROM orders', [
      { fromMs: 900, toMs: 910, error: null },
      { fromMs: 1_500, toMs: 1_510, error: GONE },
      { fromMs: 2_100, toMs: 2_110, error: GONE },
      { fromMs: 2_200, toMs: 2_210, error: GONE },
    ])
    assert.deepEqual(
      harms.map(({ when, times, sqlstate, place }) => [when, times, sqlstate, place?.line]),
      [
        ['during', 1, '42703', 2],
        ['after', 2, '42703', 2],
      ],
    )
  })

  it('is none where the same error was met before', () => {
    const harms = suffered('SELECT note FROM orders', [
      { fromMs: 900, toMs: 910, error: GONE },
      { fromMs: 1_500, toMs: 1_510, error: GONE },
    ])
    assert.deepEqual(harms, [])
  })

  it('belongs to the table that a broken plan reads where the message names nothing', () => {
    const error = { sqlstate: '0A000', message: 'cached plan must not change result type' }
    const [harm] = suffered('SELECT * FROM users WHERE id = 1', [{ fromMs: 2_100, toMs: 2_110, error }])
    assert.equal(harm?.place?.line, 1)
  })
})
