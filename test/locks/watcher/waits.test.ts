import assert from 'node:assert/strict'
import type { Sample, SeenLock } from '../../../harness/locks/watcher/sample.ts'
import { lastPart, TURN_MS, type Wait } from '../../../harness/locks/watcher/wait.ts'
import { followWaits } from '../../../harness/locks/watcher/waits.ts'
import { lock, ORDERS, STEP, sample, waiting } from './seen.ts'

const XID = { type: 'transactionid', target: 'transactionid:700', relation: null, mode: 'ExclusiveLock' }
const TUPLE = { type: 'tuple', target: 'tuple:1:20001:0:1', relation: ORDERS, mode: 'ExclusiveLock' }

function follow(...samples: readonly Sample[]) {
  const over: Wait[] = []
  const waits = followWaits(1_000, (wait) => over.push(wait))
  for (const one of samples) waits.add(one)
  return { over, waits }
}

function toldOf(wait: Wait | undefined) {
  if (wait === undefined) return undefined
  const { fromMs } = wait.parts[0] as Wait['parts'][number]
  const { toMs, goneMs } = lastPart(wait)
  return [wait.lock.pid, fromMs, toMs, goneMs, wait.end]
}

describe('followWaits', () => {
  it('hangs each who waits below whom he stands directly behind, over time', () => {
    const reader = lock(1)
    const step = waiting(2, [1], STEP)
    const behind = (pid: number, since: number) => waiting(pid, [2], { waitingSinceMs: since })
    const strong = waiting(5, [1, 2, 3, 4], { mode: 'AccessExclusiveLock', waitingSinceMs: 1_030 })
    const { over, waits } = follow(
      sample(1_010, reader, step),
      sample(1_040, reader, step, behind(3, 1_020), behind(4, 1_025), strong),
      sample(1_100, lock(2, STEP), behind(3, 1_020), behind(4, 1_025), { ...strong, blockers: [2, 3, 4] }),
    )
    assert.deepEqual(
      over.map(({ lock: { pid }, behind }) => [pid, behind]),
      [[2, [{ pid: 1, fromMs: 1_000, toMs: 1_040 }]]],
    )
    assert.deepEqual(
      waits
        .open()
        .map(({ lock: { pid }, behind }) => [pid, behind.map((stood) => [stood.pid, stood.fromMs, stood.toMs])]),
      [
        [3, [[2, 1_020, 1_100]]],
        [4, [[2, 1_025, 1_100]]],
        [5, [[4, 1_030, 1_100]]],
      ],
    )
  })

  it('makes one wait of a tuple and then the transaction that has the row', () => {
    const { over } = follow(
      sample(
        1_010,
        lock(1, XID),
        lock(2, TUPLE),
        waiting(2, [1], { ...XID, mode: 'ShareLock' }),
        waiting(3, [2], TUPLE),
      ),
      sample(
        1_110,
        lock(2, { ...XID, target: 'transactionid:701' }),
        lock(3, TUPLE),
        waiting(3, [2], { ...XID, target: 'transactionid:701', mode: 'ShareLock', waitingSinceMs: 1_105 }),
      ),
      sample(1_200),
    )
    assert.deepEqual(over.map(toldOf), [
      [2, 1_000, 1_010, 1_111, 'granted'],
      [3, 1_000, 1_110, 1_201, 'granted'],
    ])
    assert.deepEqual(
      over[1]?.parts.map(({ lock: { type }, fromMs, toMs }) => [type, fromMs, toMs]),
      [
        ['tuple', 1_000, 1_010],
        ['transactionid', 1_105, 1_110],
      ],
    )
  })

  const nextWait = (waitingSinceMs: number) => ({
    ...XID,
    target: 'transactionid:701',
    mode: 'ShareLock',
    waitingSinceMs,
  })
  const turned = (waitingSinceMs: number) =>
    follow(
      sample(1_010, lock(2, TUPLE), waiting(3, [2], TUPLE)),
      sample(1_110, lock(3, TUPLE)),
      sample(1_130, lock(3, TUPLE), waiting(3, [2], nextWait(waitingSinceMs))),
      sample(1_300),
    ).over.map((wait) => wait.parts.length)

  it('makes one wait of them where a look in between saw it wait for nothing', () => {
    assert.deepEqual(turned(1_112), [2])
  })

  it('makes two of them where the session was busy in between', () => {
    assert.deepEqual(turned(1_112 + TURN_MS), [1, 1])
  })

  it('tells of a wait at the front of a row’s queue though nothing follows', () => {
    const { over, waits } = follow(sample(1_010, lock(2, TUPLE), waiting(3, [2], TUPLE)), sample(1_110, lock(3, TUPLE)))
    assert.deepEqual(over, [])
    assert.deepEqual(waits.open(), [])
    assert.deepEqual(over.map(toldOf), [[3, 1_000, 1_010, 1_111, 'granted']])
  })

  it('makes two of two rows that one statement waits for, each through another transaction', () => {
    const second = { ...XID, target: 'transactionid:900', mode: 'ShareLock', waitingSinceMs: 1_105 }
    const { over } = follow(
      sample(1_010, lock(1, XID), lock(2, TUPLE), waiting(2, [1], { ...XID, mode: 'ShareLock' })),
      sample(1_110, lock(4, second), lock(2, { ...TUPLE, target: 'tuple:1:20001:0:2' }), waiting(2, [4], second)),
      sample(1_200),
    )
    assert.deepEqual(
      over.map((wait) => wait.parts.length),
      [1, 1],
    )
  })

  it('lasts to the last look that saw it, though looks that show nothing new bring no sample', () => {
    const over: Wait[] = []
    const waits = followWaits(1_000, (wait) => over.push(wait))
    waits.add(sample(1_010, lock(1), waiting(2, [1])))
    waits.look(1_020)
    waits.look(1_030)
    waits.add(sample(1_040))
    assert.deepEqual(over.map(toldOf), [[2, 1_000, 1_030, 1_041, 'granted']])
  })

  it('takes the server’s stamp for the beginning where it comes late', () => {
    const { waits } = follow(
      sample(1_010, lock(1), waiting(2, [1], { waitingSinceMs: null })),
      sample(1_020, lock(1), waiting(2, [1], { waitingSinceMs: 1_010.4 })),
    )
    assert.deepEqual(waits.open().map(toldOf), [[2, 1_010.4, 1_020, null, null]])
  })

  it('knows that who left while one in his way still holds his lock gave up', () => {
    assert.equal(follow(sample(1_010, lock(1), waiting(2, [1], STEP)), sample(1_200, lock(1))).over[0]?.end, 'gave-up')
    const next = lock(1, { transaction: '1/2' })
    assert.equal(follow(sample(1_010, lock(1), waiting(2, [1], STEP)), sample(1_200, next)).over[0]?.end, 'granted')
  })

  it('knows that who left from behind one who still waits gave up', () => {
    const step = waiting(2, [1], STEP)
    const { over } = follow(sample(1_010, lock(1), step, waiting(3, [2])), sample(1_100, lock(1), step))
    assert.deepEqual(over.map(toldOf), [[3, 1_000, 1_010, 1_101, 'gave-up']])
  })
})

describe('a circle of waits', () => {
  const other: Partial<SeenLock> = { target: 'relation:1:20009', relation: { ...ORDERS, oid: 20_009, name: 'items' } }
  const holds = [lock(1), lock(2, other)]
  const circle = [waiting(1, [2], { ...other, waitingSinceMs: 400 }), waiting(2, [1], { waitingSinceMs: 1_500 })]

  it('is a deadlock where one left after deadlock_timeout, who is its victim', () => {
    const { over, waits } = follow(sample(1_510, ...holds, ...circle), sample(2_505, lock(1), lock(1, other)))
    assert.deepEqual(
      over.map(({ lock: { pid }, end }) => [pid, end]),
      [
        [1, 'granted'],
        [2, 'deadlock'],
      ],
    )
    assert.deepEqual(
      waits
        .deadlocks()
        .map(({ victim, members, fromMs, toMs }) => [
          victim.lock.pid,
          members.map((wait) => [wait.lock.pid, wait.contested.relation]),
          fromMs,
          toMs,
        ]),
      [
        [
          2,
          [
            [1, 'items'],
            [2, 'orders'],
          ],
          1_510,
          2_506,
        ],
      ],
    )
  })

  it('is none where one gave up sooner: somebody cancelled it', () => {
    const { waits, over } = follow(sample(1_510, ...holds, ...circle), sample(1_700, lock(1), lock(1, other)))
    assert.deepEqual(waits.deadlocks(), [])
    assert.equal(over.length, 2)
  })

  it('is a deadlock as well where the victim left between two questions of one look', () => {
    const leaving = [circle[0] as SeenLock, { ...(circle[1] as SeenLock), blockers: [] }]
    const { waits } = follow(sample(1_510, ...holds, ...circle), sample(2_499, ...holds, ...leaving), sample(2_510))
    assert.deepEqual(
      waits.deadlocks().map(({ victim }) => victim.lock.pid),
      [2],
    )
  })

  it('is none where the server only put the queue in another order', () => {
    const { waits } = follow(
      sample(1_510, ...holds, ...circle),
      sample(1_520, ...holds, { ...(circle[0] as SeenLock), blockers: [] }, circle[1] as SeenLock),
      sample(3_000, ...holds, lock(1, other), lock(2)),
    )
    assert.deepEqual(waits.deadlocks(), [])
  })
})
