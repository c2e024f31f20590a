import assert from 'node:assert/strict'
import { Ajv } from 'ajv'
import type { Entry } from '../../../harness/model/evidence.ts'
import type { Timeline } from '../../../harness/model/timeline.ts'
import { renderTrace } from '../../../harness/report/trace-json.ts'
import { held, journal, phase, queue, stall, started, taken, traced, tracedTransaction } from '../../checks/journal.ts'
import { jammed, recordedTimeline, seenOf } from '../timeline/recorded.ts'
import { TRACE_SCHEMA } from './schema.ts'

interface Event {
  readonly ph: 'X' | 'C' | 'M'
  readonly name: string
  readonly cat?: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly args: Readonly<Record<string, string | number>>
}

const validate = new Ajv({ allErrors: true }).compile(TRACE_SCHEMA)

describe('trace.json', () => {
  it('has a track per backend, named by who it is, whose number is its process id', () => {
    const events = trace(jammed(), recordedTimeline())
    const names = events.filter(({ name, pid }) => name === 'thread_name' && pid === 3)
    assert.deepEqual(
      names.map(({ tid, args }) => [tid, args.name]),
      [
        [77, 'migration fulldress-step, pid 77'],
        [5_000_000, 'migration fulldress-step, pid 77 locks'],
        [90, 'traffic payments, pid 90 waits'],
        [91, 'traffic payments, pid 91 waits'],
      ],
    )
  })

  it('shows a lock, its statement, who waited behind whom, and the stall, at the same time in microseconds', () => {
    const events = trace(jammed(), recordedTimeline())
    const of = (cat: string) => events.filter((event) => event.cat === cat)
    const [lock] = of('lock')
    assert.deepEqual(
      [lock?.name, lock?.dur, lock?.args.mode],
      ['ACCESS EXCLUSIVE on orders', 2_100_000, 'AccessExclusiveLock'],
    )
    assert.deepEqual(
      of('wait').map(({ name, args }) => [name, args.behind]),
      [
        ['waits for ROW EXCLUSIVE on orders', '77'],
        ['waits for ACCESS SHARE on orders', '90'],
      ],
    )
    const [statement] = of('statement')
    const [stall] = of('stall')
    assert.equal(statement?.args.place, 'migrations/003-add-total.up.sql:4')
    assert.deepEqual([statement?.ts, stall?.ts, lock?.ts], [31_000_000, 31_000_000, 31_010_000])
    assert.deepEqual([stall?.pid, stall?.args.stalled], [2, 212])
  })

  it('keeps slices of one track within or beside each other, whatever the locks did', () => {
    const entries = jammed(
      tracedTransaction(11_000, 14_000),
      traced(11_000, 12_000, { locks: [taken('orders', 'AccessExclusiveLock')] }),
      traced(12_000, 14_000.4, { index: 2 }),
      held(11_500, 13_500, { relation: 'items' }),
      held(12_500, 15_000, { relation: 'users' }),
      queue(13_000, 14_000),
      queue(13_500, 15_500, { relation: 'items' }),
    )
    const slices = trace(entries, null).filter(({ ph }) => ph === 'X')
    for (const track of Map.groupBy(slices, ({ pid, tid }) => `${pid} ${tid}`).values()) {
      for (const one of track)
        for (const other of track) assert.ok(nests(one, other), `${one.name} crosses ${other.name}`)
    }
    assert.ok(slices.length > 20)
  })

  it('counts requests and errors, and p99 only where there were enough requests for it', () => {
    const counters = trace(jammed(), recordedTimeline()).filter(({ ph }) => ph === 'C')
    const of = (name: string) => counters.filter((event) => event.name === name)
    assert.deepEqual([of('requests per second').length, of('p99 where known, ms').length], [106, 0])
    assert.equal(of('errors per second')[32]?.args.value, 3)
  })

  it('stays bounded, and says how much it left out', () => {
    const stalls = Array.from({ length: 12_000 }, (_, at) => stall(at, at + 1))
    const text = renderTrace(seenOf(journal(started(), phase('upgrade', { stalls })), null))
    assert.ok(text.length < 5_000_000, `${text.length} bytes`)
    assert.equal(JSON.parse(text).otherData.slicesLeftOut, 2_001)
  })

  it('is valid for a journal of nothing', () => {
    assert.deepEqual(
      trace([], null).map(({ ph }) => ph),
      ['M', 'M', 'M', 'M', 'M', 'M'],
    )
  })
})

function trace(entries: readonly Entry[], timeline: Timeline | null): readonly Event[] {
  const document = JSON.parse(renderTrace(seenOf(entries, timeline))) as { readonly traceEvents: readonly Event[] }
  validate(document)
  assert.equal(validate.errors, null)
  return document.traceEvents
}

function nests(one: Event, other: Event): boolean {
  const [first, second] = one.ts <= other.ts ? [one, other] : [other, one]
  const [firstEnd, secondEnd] = [first.ts + (first.dur ?? 0), second.ts + (second.dur ?? 0)]
  return secondEnd <= firstEnd || second.ts >= firstEnd || first.ts === second.ts
}
