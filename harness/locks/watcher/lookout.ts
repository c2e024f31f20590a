import { connect, type Session } from '../../database/session.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { SAMPLING, type Sample, takeSample } from './sample.ts'

/** How long the server looks by itself before it reports; a fold waits for no more than that. */
const REPORT_MS = 200

/** One report: when it was looked, oldest first, and what there was to see at the last look. */
export interface Report {
  readonly looksAtMs: readonly number[]
  /** null where nobody waited and no strong lock was held. */
  readonly sample: Sample | null
}

export interface Lookout extends AsyncDisposable {
  readonly session: Session
  /** Looks every interval until there is something to see or it is time to report. */
  look(): Promise<Report>
  /** Takes a full sample, whatever there is to see. */
  sample(): Promise<Sample>
}

/**
 * A session that looks out for locks. While there is nothing to see, the server repeats the look by itself: a query from
 * here costs both sides three times what the look costs (measured, a hundred a second: 7 % of a core, against 2 %).
 */
export async function openLookout(address: DatabaseAddress, intervalMs: number): Promise<Lookout> {
  let told: readonly number[] = []
  // Answers arrive late when this thread is busy, and never early: the smallest difference is that of the clocks.
  let aheadMs = Number.POSITIVE_INFINITY
  const session = await connect(address, {
    application: 'fulldress-watch',
    settings: SAMPLING,
    onNotice(message) {
      told = message.split(' ').map(Number)
    },
  })
  // Background workers hold strong locks for long; while nobody waits for them they are nothing to see.
  let ignored: readonly number[] = []
  const sample = async () => {
    const taken = await takeSample(session)
    ignored = taken.locks.some(({ granted }) => !granted) ? [] : taken.locks.filter(isBackground).map(({ pid }) => pid)
    return taken
  }
  return {
    session,
    sample,
    async look() {
      told = []
      await session.run(watchAlone(intervalMs, ignored))
      const [found = 0, endedMs = 0, ...looks] = told
      aheadMs = Math.min(aheadMs, Date.now() - endedMs)
      return { looksAtMs: looks.map((atMs) => atMs + aheadMs), sample: found === 1 ? await sample() : null }
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

/** Whether a lock belongs to somebody whom the server employs itself: autovacuum for one. */
export function isBackground({ backendType }: { readonly backendType: string }): boolean {
  return !['client backend', 'parallel worker', 'prepared transaction'].includes(backendType)
}

/**
 * Each look is a transaction of its own, so that no snapshot is held: CREATE INDEX CONCURRENTLY waits for those. The
 * notice says whether there is something to see, and by the server's clock when it ended and when each look began.
 * https://www.postgresql.org/docs/current/plpgsql-transactions.html
 */
function watchAlone(intervalMs: number, ignored: readonly number[]): string {
  const looksPerReport = Math.max(1, Math.round(REPORT_MS / intervalMs))
  const others = ignored.length === 0 ? '' : `AND pid NOT IN (${ignored.join(', ')})`
  return `DO $$
    DECLARE
      looks timestamptz[] := '{}';
      own oid := (SELECT oid FROM pg_database WHERE datname = current_database());
      found boolean;
    BEGIN
      LOOP
        PERFORM pg_sleep(${intervalMs / 1000});
        COMMIT;
        looks := looks || clock_timestamp();
        found := EXISTS (SELECT FROM pg_lock_status() WHERE NOT granted OR (locktype = 'relation' AND database = own
          AND relation >= 16384 AND mode IN ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock',
          'ExclusiveLock', 'AccessExclusiveLock') ${others}));
        EXIT WHEN found OR cardinality(looks) >= ${looksPerReport};
      END LOOP;
      RAISE NOTICE '% %', found::int, (SELECT string_agg(round(extract(epoch FROM at) * 1000)::text, ' ' ORDER BY nr)
        FROM unnest(clock_timestamp() || looks) WITH ORDINALITY one (at, nr));
    END $$`
}
