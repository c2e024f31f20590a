const STRONG_MODES = `'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'`

/**
 * A busy service has rows waited for at any moment, for a millisecond each: nobody asks for those, and each look at them
 * would cost a full sample. When a wait began is known however late it is seen.
 */
const YOUNG_MS = 10

/** In a steady act no queue that is younger than twice this is ever told. */
const SHORT_MS = 50

/**
 * Somebody waits, or a lock is strong, be it granted or not. Whoever was seen waiting is seen again at once: one wait for
 * a row is two to the server, the second as young as can be. Relations below 16384 are the system's own.
 */
const hot = (waiters: string) =>
  `(NOT granted AND (waitstart < clock_timestamp() - interval '${YOUNG_MS} ms' OR pid = ANY (${waiters})) OR locktype = 'relation' AND relation >= 16384 AND mode IN (${STRONG_MODES}))`

/**
 * Whether a statement waits that is old enough to have waited that long: asking sessions what they do costs less than
 * asking the lock manager, and keeps nobody from a lock.
 */
const STALLED = `EXISTS (SELECT FROM pg_stat_get_backend_idset() AS s WHERE pg_stat_get_backend_wait_event_type(s) = 'Lock'
          AND pg_stat_get_backend_activity_start(s) < clock_timestamp() - interval '${SHORT_MS} ms')`

/** How `pg_locks` tells what is locked, as one key. */
const target = (one: string) =>
  `concat_ws(':', ${['locktype', 'database', 'relation', 'page', 'tuple', 'virtualxid', 'transactionid', 'classid', 'objid', 'objsubid'].map((column) => `${one}.${column}`).join(', ')})`

/**
 * The picture: whoever waits, whoever holds what is waited for, and strong locks on relations. pg_locks is read once,
 * through its function; what follows works on that. https://www.postgresql.org/docs/current/view-pg-locks.html
 */
const picture = (waiters: string) => `
  l AS MATERIALIZED (
    SELECT *, ${hot(waiters)} AS hot
    FROM pg_lock_status()
    WHERE coalesce(database, 0) IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))),
  wanted AS MATERIALIZED (SELECT DISTINCT ${target('l')} AS target FROM l WHERE NOT granted AND hot),
  picture AS MATERIALIZED (
    SELECT * FROM l WHERE hot
    UNION ALL SELECT * FROM l WHERE NOT hot AND EXISTS (SELECT FROM wanted) AND ${target('l')} IN (SELECT target FROM wanted))`

/** Two pictures are one and the same where this number is. */
const PRINT = `(SELECT coalesce(sum(hashtextextended(picture::text, 0)), 0)::text FROM picture)`

/** What the session prepares once: plans of a DO block live no longer than the block. */
export const PREPARED = [
  `PREPARE fulldress_look (int[]) AS WITH ${picture('$1')} SELECT ${PRINT}`,
  `PREPARE fulldress_sample (text[], int[]) AS WITH ${picture('$2')},
  waiting AS MATERIALIZED (SELECT DISTINCT pid FROM l WHERE NOT granted AND hot),
  blocked AS MATERIALIZED (SELECT pid, pg_blocking_pids(pid) AS blockers FROM waiting),
  seen AS MATERIALIZED (
    SELECT * FROM picture
    UNION ALL SELECT l.* FROM waiting JOIN l USING (pid) WHERE NOT l.hot AND l.relation >= 16384
      AND (l.locktype = 'tuple' OR l.locktype = 'relation' AND l.mode = 'RowExclusiveLock')
      AND ${target('l')} NOT IN (SELECT target FROM wanted)
    UNION ALL SELECT * FROM l WHERE NOT l.hot AND cardinality($1) > 0 AND ${target('l')} = ANY ($1)
      AND ${target('l')} NOT IN (SELECT target FROM wanted)),
  told AS (
    SELECT coalesce(a.leader_pid, s.pid, 0) AS pid, coalesce(a.application_name, '') AS application,
      coalesce(a.backend_type, 'prepared transaction') AS "backendType", coalesce(a.query, '') AS statement,
      extract(epoch FROM a.backend_start)::float8 * 1000 AS "backendStart", s.virtualtransaction AS transaction,
      extract(epoch FROM a.xact_start)::float8 * 1000 AS "transactionStart", s.locktype AS type,
      ${target('s')} AS target, s.mode, s.granted, extract(epoch FROM s.waitstart)::float8 * 1000 AS "waitStart",
      CASE WHEN s.granted THEN NULL ELSE (SELECT blockers FROM blocked WHERE blocked.pid = s.pid) END AS blockers,
      s.relation::int8 AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
      coalesce(c.relpersistence = 't', false) AS temporary, t.relname AS indexed
    FROM seen s LEFT JOIN LATERAL pg_stat_get_activity(s.pid) a ON true
      LEFT JOIN pg_class c ON c.oid = s.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_index i ON i.indexrelid = s.relation LEFT JOIN pg_class t ON t.oid = i.indrelid
    WHERE coalesce(nullif(s.database, 0), nullif(a.datid, 0))
      IS NOT DISTINCT FROM (SELECT oid FROM pg_database WHERE datname = current_database()))
  SELECT ${PRINT}, coalesce((SELECT array_agg(target) FROM wanted), '{}'),
    coalesce((SELECT array_agg(pid) FROM waiting), '{}'), coalesce((SELECT json_agg(told) FROM told), '[]')::text`,
] as const

/** Settings without which the planner may read whole catalogs in each sample, to join them with nothing. */
export const SAMPLING: Readonly<Record<string, string>> = {
  jit: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
  statement_timeout: '0',
  client_min_messages: 'notice',
}

/** What the server knows at the end of one block and needs in the next. */
export interface Memory {
  readonly print: string
  /** What was waited for in the last picture, so that the next shows who holds it then. */
  readonly targets: string
  /** Processes that waited in it. */
  readonly waiters: string
}

export const NOTHING_KNOWN: Memory = { print: '0', targets: '{}', waiters: '{}' }

/** How to look. */
export interface Looking {
  readonly forMs: number
  readonly intervalMs: number
  /** A lock that keeps nobody waiting is not looked for. */
  readonly waitsAlone: boolean
}

/**
 * Looks every interval for a while by itself: a query from here for every look costs both sides three times what the
 * look costs. A picture that changed is told at once, an unchanged one only by when it was looked at; while there is
 * none, whether there is one is all that is asked, which costs half as much as comparing. Each look is a
 * transaction of its own, so that no snapshot is held: CREATE INDEX CONCURRENTLY waits for those. Busy for no more than
 * half of the time, a queue of many being dear to look at, except that a slow look alone may have been kept from working.
 * https://www.postgresql.org/docs/current/plpgsql-transactions.html
 */
export function lookFor({ forMs, intervalMs, waitsAlone }: Looking, { print, targets, waiters }: Memory): string {
  return `DO $$
    DECLARE
      own oid := (SELECT oid FROM pg_database WHERE datname = current_database());
      known text := ${literal(print)};
      wanted text[] := ${literal(targets)};
      waiters int[] := ${literal(waiters)};
      ended timestamptz := clock_timestamp() + interval '${forMs} ms';
      looks float8[] := '{}';
      pause float8 := ${intervalMs};
      looked timestamptz;
      print text;
      told text;
    BEGIN
      LOOP
        PERFORM pg_sleep(pause / 1000);
        COMMIT;
        looked := clock_timestamp();
        IF known <> ${literal(NOTHING_KNOWN.print)} THEN
          EXECUTE format('EXECUTE fulldress_look(%L)', waiters) INTO print;
        ${waitsAlone ? `ELSIF NOT ${STALLED} THEN\n          print := known;` : ''}
        ELSIF EXISTS (SELECT FROM pg_lock_status() WHERE ${hot('waiters')} AND coalesce(database, 0) IN (0, own)) THEN
          print := NULL;
        ELSE
          print := known;
        END IF;
        IF print = known THEN
          looks := looks || extract(epoch FROM looked)::float8 * 1000;
        ELSE
          looked := clock_timestamp();
          EXECUTE format('EXECUTE fulldress_sample(%L, %L)', wanted, waiters) INTO known, wanted, waiters, told;
          RAISE NOTICE '%', format('{"looks": %s, "at": %s, "by": %s, "locks": %s}', to_json(looks),
            extract(epoch FROM looked) * 1000, extract(epoch FROM clock_timestamp()) * 1000, told);
          looks := '{}';
        END IF;
        pause := greatest(${intervalMs}, least(${5 * intervalMs}, extract(epoch FROM clock_timestamp() - looked)::float8 * 1000));
        EXIT WHEN clock_timestamp() >= ended;
      END LOOP;
      RAISE NOTICE '%', json_build_object('looks', looks, 'print', known, 'targets', wanted::text, 'waiters', waiters::text, 'deadlocks',
        pg_stat_get_db_deadlocks((SELECT oid FROM pg_database WHERE datname = current_database())));
    END $$`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
