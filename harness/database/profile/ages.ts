import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '../session.ts'
import type { TransactionAges } from './profile.ts'

const PAUSE_MS = 100

interface Seen {
  readonly id: string
  readonly ageMs: number | null
}

/**
 * Looks at the transactions of clients for some seconds. Each counts once, as old as it was when last seen, so that
 * long ones, of which more is seen, do not count more than once.
 */
export async function sampleAges(
  session: Session,
  { forMs, signal }: { readonly forMs: number; readonly signal: AbortSignal },
): Promise<TransactionAges> {
  const ages = new Map<string, number>()
  const startedAt = Date.now()
  let samples = 0
  let hidden = 0
  do {
    signal.throwIfAborted()
    // What pg_stat_activity shows stays the same within a transaction unless it is asked to look again.
    await session.query('SELECT pg_stat_clear_snapshot()')
    const rows = await session.query<Seen>(
      `SELECT pid || '/' || coalesce(xact_start::text, '') AS id,
              extract(epoch FROM clock_timestamp() - xact_start) * 1000 AS "ageMs"
       FROM pg_stat_activity
       WHERE pid <> pg_backend_pid() AND datname = current_database()
         AND (xact_start IS NOT NULL AND backend_type = 'client backend' OR backend_type IS NULL)`,
    )
    samples++
    hidden = Math.max(hidden, rows.filter(({ ageMs }) => ageMs === null).length)
    for (const { id, ageMs } of rows) if (ageMs !== null) ages.set(id, Math.max(Number(ageMs), ages.get(id) ?? 0))
    await sleep(PAUSE_MS, undefined, { signal })
  } while (Date.now() - startedAt < forMs)
  return summary([...ages.values()], { samples, hidden, seconds: Math.round((Date.now() - startedAt) / 1000) })
}

function summary(
  ages: readonly number[],
  { samples, hidden, seconds }: { readonly samples: number; readonly hidden: number; readonly seconds: number },
): TransactionAges {
  const sorted = ages.toSorted((one, other) => one - other)
  const at = sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)]
  const longest = sorted.at(-1)
  const blind =
    hidden > 0 ? `; of ${hidden} sessions this role may not see the transactions (GRANT pg_monitor lets it)` : ''
  return {
    p99Ms: at === undefined ? null : Math.round(at),
    longestMs: longest === undefined ? null : Math.round(longest),
    seen: sorted.length,
    samples,
    seconds,
    how: `ages of ${sorted.length} transactions in pg_stat_activity when last seen, ${samples} looks in ${seconds} s; shorter ones were missed, and busier hours may have longer ones${blind}`,
  }
}
