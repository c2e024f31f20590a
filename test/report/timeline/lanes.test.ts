import assert from 'node:assert/strict'
import { axisOf, onAxis } from '../../../harness/report/timeline/axis.ts'
import { lanesOf } from '../../../harness/report/timeline/lanes.ts'
import { placed } from '../../../harness/report/timeline/scale.ts'
import { act, held, journal, phase, queue, stall, started, T0, wholeRehearsal } from '../../checks/journal.ts'
import { recordedTimeline } from './recorded.ts'

describe('the axis of the timeline', () => {
  it('reaches from the first request to the last, with acts as their phases were cut', () => {
    const axis = axisOf(wholeRehearsal(), recordedTimeline())
    assert.deepEqual([axis?.fromMs, axis?.toMs], [T0 - 20_000, T0 + 85_000])
    assert.deepEqual(
      axis?.acts.map(({ name, fromMs }) => [name, (fromMs - T0) / 1_000]),
      [
        ['baseline', -20],
        ['upgrade', 5],
        ['soak', 25],
        ['rollback', 45],
        ['restored', 65],
      ],
    )
  })

  it('takes an act that was interrupted as far as there were requests', () => {
    const entries = journal(started(), phase('baseline'), { kind: 'act.started', act: 'upgrade' })
    const axis = axisOf(entries, recordedTimeline())
    assert.deepEqual(axis?.acts.at(-1), { name: 'upgrade', fromMs: T0 + 2_000, toMs: T0 + 85_000 })
  })

  it('is none where no request was sent and no lock taken', () => {
    assert.equal(axisOf(journal(started(), ...act('stage')), null), null)
  })

  it('says where on it something is', () => {
    const axis = { fromMs: T0, toMs: T0 + 1 }
    assert.deepEqual(
      [0, 31_040, 125_000, 3_725_000].map((ms) => onAxis(axis, T0 + ms)),
      ['0.0 s', '31.0 s', '2:05', '1:02:05'],
    )
  })

  it('places spans by shares of its width, and none outside of it', () => {
    const axis = { fromMs: T0, toMs: T0 + 10_000 }
    const { x, width } = placed(axis, { fromMs: T0 + 2_500, toMs: T0 + 5_000 })
    assert.deepEqual([x, width], ['25%', '25%'])
    assert.equal(placed(axis, { fromMs: T0 - 5_000, toMs: T0 + 5_000 }).width, '50%')
  })
})

describe('lanes', () => {
  it('are sorted in a moment where thousands of partitions were locked and as many requests stalled', () => {
    const locks = Array.from({ length: 5_000 }, (_, n) => held(11_000 + n, 12_000 + n, { relation: `part_${n}` }))
    const stalls = Array.from({ length: 5_000 }, (_, n) => stall(-9_000_000 - n * 10, -9_000_000 - n * 10 + 5))
    const entries = journal(...locks, phase('upgrade', { stalls: [...stalls, stall(16_999, 17_000)] }))
    const startedAt = performance.now()
    const { relations, leftOut } = lanesOf(entries)
    const tookMs = performance.now() - startedAt
    assert.ok(tookMs < 500, `${tookMs} ms`)
    assert.equal(leftOut.relations, 5_000 - relations.length)
    // The last that were held are those over which a request stalled.
    assert.deepEqual(relations[0]?.relation, 'part_4999')
  })

  it('begin with the relation over whose lock requests stalled, whatever else was held for longer', () => {
    const lanes = lanesOf(
      journal(
        held(30_000, 40_000, { relation: 'audit' }),
        held(11_000, 12_000),
        queue(11_000, 12_000),
        phase('upgrade', { stalls: [stall(11_000, 12_000)] }),
      ),
    )
    assert.deepEqual(
      lanes.relations.map(({ relation, locks, queues }) => [relation, locks.length, queues.length]),
      [
        ['orders', 1, 1],
        ['audit', 1, 0],
      ],
    )
    assert.deepEqual(
      lanes.stalls.map(({ endpoint, stalls }) => [endpoint, stalls.length]),
      [['POST /orders', 1]],
    )
  })

  it('leave out what a step made itself, and the queues of everyday life', () => {
    const lanes = lanesOf(journal(held(0, 100, { inUse: false }), queue(0, 100, { act: 'steady' })))
    assert.deepEqual(lanes.relations, [])
  })

  it('are bounded, and count what they leave out', () => {
    const locks = Array.from({ length: 2_000 }, (_, at) => held(at, at + 5, { relation: `t${at % 20}` }))
    const { relations, leftOut } = lanesOf(journal(...locks, held(0, 90_000, { relation: 't3', mode: 'ShareLock' })))
    assert.deepEqual([relations.length, leftOut.relations], [8, 12])
    assert.equal(relations.flatMap((lane) => lane.locks).length + leftOut.bars, 2_001)
    assert.ok(relations.flatMap((lane) => lane.locks).length <= 40)
  })

  it('give a lane the room that the others leave free', () => {
    const strong = Array.from({ length: 12 }, (_, at) => held(at, at + 18))
    const lanes = ['a', 'b', 'c', 'd'].map((relation) => held(0, 5, { relation }))
    const { relations, leftOut } = lanesOf(journal(...strong, held(30, 2_430, { mode: 'ShareLock' }), ...lanes))
    assert.equal(leftOut.bars, 0)
    const orders = relations.find(({ relation }) => relation === 'orders')
    assert.equal(orders?.locks.at(-1)?.mode, 'ShareLock')
  })
})
