import { judge } from '../../../harness/checks/judge.ts'
import type { Entry, Fact } from '../../../harness/model/evidence.ts'
import type { EndpointTimeline, Timeline } from '../../../harness/model/timeline.ts'
import type { Seen } from '../../../harness/report/html/section.ts'
import { runFactsOf } from '../../../harness/report/run.ts'
import { held, party, phase, queue, ran, stall, step, T0, watched, wholeRehearsal } from '../../checks/journal.ts'

/** A hundred and five seconds from 20 s before the clock of hand-written journals, one endpoint that stalls at 11 s. */
export function recordedTimeline(endpoint = 'POST /orders'): Timeline {
  const length = 105
  const series = (name: string): EndpointTimeline => ({
    endpoint: name,
    requests: Array.from({ length }, () => 25),
    failed: Array.from({ length }, (_, at) => (at === 32 ? 3 : 0)),
    longestMs: Array.from({ length }, (_, at) => (at >= 31 && at < 34 ? 2_140 : 41.5)),
    p50Ms: Array.from({ length }, () => 8),
    p95Ms: Array.from({ length }, (_, at) => (at < 96 ? 28 : null)),
    p99Ms: Array.from({ length }, () => null),
  })
  return {
    stretches: Array.from({ length }, (_, at) => ({
      fromMs: T0 - 20_000 + at * 1_000,
      toMs: T0 - 19_000 + at * 1_000,
    })),
    endpoints: [series(endpoint)],
    all: series('all endpoints'),
    dropped: Array.from({ length }, () => 0),
  }
}

/** An upgrade whose ALTER TABLE holds ACCESS EXCLUSIVE for 2.1 s while traffic queues and stalls. */
export function jammed(...more: readonly Fact[]): readonly Entry[] {
  const times = { fromMs: T0 + 11_020, toMs: T0 + 13_108 }
  const waiters = [
    {
      party: party('traffic', 90, 'INSERT INTO orders'),
      mode: 'RowExclusiveLock',
      ...times,
      behind: [{ pid: 77, ...times }],
    },
    {
      party: party('traffic', 91, 'SELECT 1 FROM orders'),
      mode: 'AccessShareLock',
      ...times,
      behind: [{ pid: 90, ...times }],
    },
  ]
  return wholeRehearsal({
    upgrade: [
      ran(11_000, 13_105),
      step('upgrade'),
      held(11_010, 13_110),
      queue(11_020, 13_108, { headMode: 'AccessExclusiveLock', waiters }),
      watched(),
      phase('upgrade', { stalls: [stall(11_000, 13_100)] }),
      ...more,
    ],
  })
}

export function seenOf(entries: readonly Entry[], timeline: Timeline | null): Seen {
  return { entries, judgement: judge(entries), run: runFactsOf(entries), timeline }
}
