import assert from 'node:assert/strict'
import type { Beat, Loop } from '../../harness/companions/loop.ts'
import type { Obstruction } from '../../harness/companions/obstruction.ts'
import { stallsOf } from '../../harness/companions/stalls.ts'
import { statement } from './script.ts'

const ALTER = 'ALTER TABLE orders ADD COLUMN a int'
const UPDATE = 'UPDATE orders SET a = 1'
const SCRIPT = [
  statement(1, ALTER, { orders: 'AccessExclusiveLock' }),
  statement(2, UPDATE, { orders: 'RowExclusiveLock' }),
]
const HELD = { relation: 'orders', mode: 'AccessExclusiveLock', granted: true }

function beat(fromMs: number, toMs: number): Beat {
  return { fromMs, toMs, error: null }
}

function probe(...beats: readonly Beat[]): Pick<Loop, 'rhythm' | 'pid' | 'beats'> {
  const rhythm = { by: 'probe-read', what: 'orders', sql: '', application: '', perform: async () => undefined } as const
  return { rhythm, pid: 7, beats }
}

function seen(sinceMs: number, atMs: number, running = UPDATE, lock: Obstruction['lock'] = HELD): Obstruction {
  return { pid: 7, sinceMs, atMs, lock, running }
}

describe('stalls', () => {
  const of = (loop: ReturnType<typeof probe>, obstructions: readonly Obstruction[]) =>
    stallsOf({ trial: 3, loops: [loop], seen: obstructions, script: SCRIPT, fromMs: 1_000 })

  it('are told with the statement that took the lock, not the slow one after it', () => {
    const { facts } = of(probe(beat(900, 912), beat(1_010, 1_910)), [seen(1_012, 1_020), seen(1_012, 1_900)])
    assert.deepEqual(facts, [
      {
        ...{
          kind: 'stall.felt',
          trial: 3,
          by: 'probe-read',
          what: 'orders',
          fromMs: 1_010,
          longestMs: 900,
          usualMs: 12,
        },
        ...{ times: 1, place: { file: 'migration.sql', line: 1 }, statement: ALTER, lock: HELD },
      },
    ])
  })

  it('name the statement that only queues for its lock', () => {
    const queued = { ...HELD, granted: false }
    const { facts } = of(probe(beat(1_010, 1_910)), [seen(1_011, 1_905, ALTER, queued)])
    assert.deepEqual([facts[0]?.lock, facts[0]?.place?.line], [queued, 1])
  })

  it('are none where nobody was seen in the way: the machine was busy', () => {
    assert.deepEqual(of(probe(beat(1_010, 1_910)), []), { facts: [], unexplainedMs: 900 })
  })

  it('are none where the same took as long before the migration began', () => {
    assert.deepEqual(of(probe(beat(100, 990), beat(1_010, 1_890)), [seen(1_012, 1_880)]).facts, [])
  })

  it('count only as long as the migration was in the way', () => {
    const { facts } = of(probe(beat(1_010, 2_010)), [seen(1_100, 1_150), seen(1_100, 1_300)])
    assert.equal(facts[0]?.longestMs, 200)
  })

  it('of one cause are told once, with the longest', () => {
    const loop = probe(beat(1_010, 1_110), beat(1_200, 1_800), beat(1_900, 2_000))
    const { facts } = of(loop, [seen(1_011, 1_100), seen(1_201, 1_790), seen(1_901, 1_990)])
    assert.deepEqual(
      facts.map(({ fromMs, longestMs, times }) => [fromMs, longestMs, times]),
      [[1_200, 600, 3]],
    )
  })
})
