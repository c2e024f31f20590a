import assert from 'node:assert/strict'
import { foldQueues } from '../../../harness/locks/watcher/queues.ts'
import type { Sample, SeenLock } from '../../../harness/locks/watcher/sample.ts'
import { followWaits } from '../../../harness/locks/watcher/waits.ts'
import { lock, ORDERS, STEP, sample, waiting } from './seen.ts'

const party = ({ pid, application, statement }: SeenLock) => ({ pid, role: 'traffic' as const, application, statement })

function fold(...samples: readonly Sample[]) {
  const waits = followWaits(1_000, () => undefined)
  const queues = foldQueues(waits)
  for (const one of samples) {
    waits.add(one)
    queues.add(one)
  }
  return queues.facts('upgrade', party)
}

describe('foldQueues', () => {
  it('counts a wait from its beginning, not from the sample that saw it, to the last that did', () => {
    const one = [lock(1), waiting(2, [1], { ...STEP, waitingSinceMs: 1_004 })]
    const [queue] = fold(sample(1_010, ...one), sample(1_020, ...one), sample(1_030))
    assert.deepEqual(queue, {
      kind: 'lock.queue',
      act: 'upgrade',
      relation: 'orders',
      head: { pid: 1, role: 'traffic', application: 'shop', statement: 'SELECT ?' },
      headMode: 'AccessShareLock',
      waiters: [
        {
          party: {
            pid: 2,
            role: 'traffic',
            application: 'fulldress-step',
            statement: 'ALTER TABLE orders ADD COLUMN x int',
          },
          mode: 'AccessExclusiveLock',
          fromMs: 1_004,
          toMs: 1_020,
          behind: [{ pid: 1, fromMs: 1_004, toMs: 1_020 }],
          ended: 'granted',
        },
      ],
      fromMs: 1_004,
      toMs: 1_020,
    })
  })

  it('tells of a queue in which nobody stood for a tenth of a second that it was two', () => {
    const wait = (atMs: number) => sample(atMs, lock(1), waiting(2, [1], { waitingSinceMs: atMs - 5 }))
    assert.deepEqual(
      fold(wait(1_010), wait(1_110), wait(1_211)).map(({ fromMs, toMs }) => [fromMs, toMs]),
      [
        [1_005, 1_110],
        [1_206, 1_211],
      ],
    )
  })

  it('counts a wait behind the next head from when the one before was gone', () => {
    const behind = waiting(3, [2], { waitingSinceMs: 1_002 })
    const queues = fold(
      sample(1_010, lock(1), waiting(2, [1], STEP), behind),
      sample(1_020, lock(2, STEP), behind),
      sample(1_030, lock(2, STEP), behind),
    )
    assert.deepEqual(
      queues.map(({ head, waiters }) => [
        head.pid,
        waiters.map(({ party, fromMs, toMs }) => [party.pid, fromMs, toMs]),
      ]),
      [
        [
          1,
          [
            [2, 1_000, 1_010],
            [3, 1_002, 1_010],
          ],
        ],
        [2, [[3, 1_010, 1_030]]],
      ],
    )
  })

  it('tells two waits of one session in two transactions as two', () => {
    const first = sample(1_010, lock(1), waiting(2, [1], { waitingSinceMs: 1_001 }))
    const second = sample(1_050, lock(1), waiting(2, [1], { waitingSinceMs: 1_040, transaction: '2/2' }))
    assert.deepEqual(
      fold(first, second)[0]?.waiters.map(({ fromMs, toMs }) => [fromMs, toMs]),
      [
        [1_001, 1_010],
        [1_040, 1_050],
      ],
    )
  })

  it('tells a row by its table: the first waits for a transaction, the next for the tuple', () => {
    const row = { type: 'tuple', target: 'tuple:1:20001:0:1', mode: 'ExclusiveLock', relation: ORDERS }
    const transaction = { type: 'transactionid', target: 'transactionid:700', relation: null }
    const [queue, ...others] = fold(
      sample(
        1_010,
        lock(1, { ...transaction, mode: 'ExclusiveLock' }),
        lock(2, row),
        waiting(2, [1], { ...transaction, mode: 'ShareLock' }),
        waiting(3, [2], row),
      ),
    )
    assert.deepEqual(others, [])
    assert.deepEqual([queue?.relation, queue?.head.pid, queue?.headMode], ['orders', 1, 'RowExclusiveLock'])
    assert.deepEqual(
      queue?.waiters.map(({ party, mode }) => [party.pid, mode]),
      [
        [2, 'RowExclusiveLock'],
        [3, 'RowExclusiveLock'],
      ],
    )
  })

  it('tells a duplicate key by the table that the waiter writes to', () => {
    const transaction = { type: 'transactionid', target: 'transactionid:700', relation: null }
    const [queue] = fold(
      sample(
        1_010,
        lock(1, { ...transaction, mode: 'ExclusiveLock' }),
        lock(2, { mode: 'RowExclusiveLock' }),
        waiting(2, [1], { ...transaction, mode: 'ShareLock' }),
      ),
    )
    assert.equal(queue?.relation, 'orders')
  })

  it('names what is no relation', () => {
    const advisory = { type: 'advisory', target: 'advisory:1:2:3', relation: null, mode: 'ExclusiveLock' }
    assert.equal(fold(sample(1_010, lock(1, advisory), waiting(2, [1], advisory)))[0]?.relation, 'an advisory lock')
  })
})
