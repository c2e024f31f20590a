import type { WaitRecord } from '../../harness/model/wait-record.ts'
import type { LoggedWait } from './server-log.ts'

/**
 * The server stamps the end of a wait when the session that got its lock gets a CPU as well, which pg_locks does not wait
 * for; and its log rounds to milliseconds.
 */
const WAKING_MS = 10

export interface Compared {
  readonly logged: LoggedWait
  readonly record: WaitRecord | null
  /** Which of the record's parts it is. */
  readonly part: WaitRecord['parts'][number] | null
  /** By how much the recorded length misses the server's beyond the gap in which the wait ended; 0 within. */
  readonly beyondGapMs: number
}

/** Looks each logged wait up in the record. */
export function compareWaits(logged: readonly LoggedWait[], records: readonly WaitRecord[]): readonly Compared[] {
  const byPid = Map.groupBy(records, ({ pid }) => pid)
  return logged.map((one) => {
    const seen = (byPid.get(one.pid) ?? []).flatMap((record) => record.parts.map((part) => ({ record, part })))
    const match = seen
      .filter(({ part }) => part.mode === one.mode && (part.target === one.target || !one.target.includes(':')))
      .filter(({ part }) => part.fromMs < one.fromMs + one.lengthMs && (part.goneMs ?? part.toMs) > one.fromMs)
      // A session may wait for the same thing twice within one gap.
      .toSorted((some, other) => Math.abs(some.part.fromMs - one.fromMs) - Math.abs(other.part.fromMs - one.fromMs))[0]
    if (match === undefined) return { logged: one, record: null, part: null, beyondGapMs: one.lengthMs }
    const { fromMs, toMs, goneMs } = match.part
    const short = toMs - fromMs - one.lengthMs
    const long = one.lengthMs - ((goneMs ?? Number.POSITIVE_INFINITY) - fromMs)
    return { logged: one, ...match, beyondGapMs: Math.max(0, short - WAKING_MS, long - WAKING_MS) }
  })
}

/** Parts of a length that the server must have logged and did not. */
export function inventedIn(
  records: readonly WaitRecord[],
  logged: readonly LoggedWait[],
  fromLengthMs: number,
): number {
  const byPid = Map.groupBy(logged, ({ pid }) => pid)
  return records
    .flatMap(({ pid, parts }) => parts.map((part) => ({ pid, part })))
    .filter(({ part }) => part.goneMs !== null && part.toMs - part.fromMs >= fromLengthMs)
    .filter(
      ({ pid, part }) =>
        !(byPid.get(pid) ?? []).some(({ fromMs, lengthMs }) => part.fromMs < fromMs + lengthMs && part.toMs > fromMs),
    ).length
}
