import { type Entry, entriesOf } from '../../model/evidence.ts'
import { gauge, type Metric } from './exposition.ts'

/** Locks of the steps, and what became of acknowledged writes; absent where nobody looked. */
export function databaseMetrics(entries: readonly Entry[]): readonly Metric[] {
  const ledgers = [...new Map(entriesOf(entries, 'ledger.compared').map((one) => [one.ledger, one])).values()]
  return [
    gauge(
      'fulldress_lock_held_max_seconds',
      'Longest that one transaction of a step held a lock on a table in use.',
      locks(entries),
    ),
    gauge(
      'fulldress_acknowledged_writes',
      'Writes of the latest run of which a client was told that they were done.',
      ledgers.map(({ ledger, acknowledged }) => ({ labels: { ledger }, value: acknowledged })),
    ),
    gauge(
      'fulldress_acknowledged_writes_lost',
      'Acknowledged writes that are gone; those that the way back gives up by design are counted apart.',
      ledgers.flatMap(({ ledger, missingCount, declaredLostCount = 0 }) => [
        { labels: { ledger, declared: 'false' }, value: missingCount },
        { labels: { ledger, declared: 'true' }, value: declaredLostCount },
      ]),
    ),
  ]
}

function locks(entries: readonly Entry[]): Metric['samples'] {
  const held = entriesOf(entries, 'lock.held').filter(({ inUse }) => inUse)
  const same = Map.groupBy(held, ({ act, relation, mode }) => JSON.stringify([act, relation, mode]))
  return [...same.values()].flatMap((locks) => {
    const [first] = locks
    if (first === undefined) return []
    const { act, relation, mode } = first
    const longestMs = Math.max(...locks.map(({ fromMs, toMs }) => toMs - fromMs))
    return [{ labels: { act, relation, mode }, value: longestMs / 1_000 }]
  })
}
