import type { ActName } from '../model/act.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { PlayTimes } from './ledger-reading.ts'

/** Times of the play as its journal has them. What is acknowledged before the first act cannot be, so it is the first's of the traffic. */
export function playTimes(entries: readonly Entry[]): PlayTimes {
  const acts = entriesOf(entries, 'act.started').map(({ act, at }) => ({ act, atMs: Date.parse(at) }))
  const restored = entriesOf(entries, 'snapshot.restored').map(({ endedAt }) => endedAt)
  const givenUp = entriesOf(entries, 'snapshot.taken').flatMap(({ takenAt }) => {
    const toMs = restored.find((endedAt) => endedAt > takenAt)
    return toMs === undefined ? [] : [{ fromMs: takenAt, toMs }]
  })
  return {
    act: (atMs): ActName => acts.findLast((one) => one.atMs <= atMs)?.act ?? 'baseline',
    givenUp: (atMs) => givenUp.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs),
  }
}
