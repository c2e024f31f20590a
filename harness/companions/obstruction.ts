import { setTimeout as sleep } from 'node:timers/promises'
import { relationName } from '../database/naming.ts'
import { connect, type Session } from '../database/session.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { now } from './loop.ts'
import { strength } from './script.ts'

/** A session of ours was seen waiting because of the migration. */
export interface Obstruction {
  readonly pid: number
  /** When it began to wait for this lock, and when it was last seen to. */
  readonly sinceMs: number
  readonly atMs: number
  /** The migration's lock that stood in the way: held, or queued for. null where none of a relation did. */
  readonly lock: { readonly relation: string; readonly mode: string; readonly granted: boolean } | null
  /** What the migration ran at that moment, as the server tells it, and in which of its transactions. */
  readonly running: string
}

export interface ObstructionWatch {
  /** Whoever of these waits because of somebody else is obstructed by the migration. */
  admit(pid: number): void
  readonly seen: readonly Obstruction[]
  /** Spans in which nothing could be seen, of 100 ms and more. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[]
  stop(): Promise<void>
}

export interface WatchOptions {
  /** Any other database of the server will do, so that no lock of the clone's catalogs blinds the watch. */
  readonly server: DatabaseAddress
  readonly clone: DatabaseAddress
  readonly intervalMs: number
}

const GAP_MS = 100

interface Wait {
  pid: number
  locktype: string
  relation: number | null
  mode: string
  sinceMs: number
  blockers: number[]
}

interface Held {
  pid: number
  relation: number
  mode: string
  granted: boolean
}

/** Who waits in this database, for what, and for whom: hard blockers, and those ahead in the queue. */
const WAITS = `
  SELECT l.pid, l.locktype, l.relation::int8 AS relation, l.mode, pg_blocking_pids(l.pid) AS blockers,
         extract(epoch FROM coalesce(l.waitstart, clock_timestamp()))::float8 * 1000 AS "sinceMs"
  FROM pg_locks l WHERE NOT l.granted AND l.pid = ANY ($1)`

const HELD = `
  SELECT l.pid, l.relation::int8 AS relation, l.mode, l.granted FROM pg_locks l
  WHERE l.locktype = 'relation' AND l.relation >= 16384 AND l.pid = ANY ($1)`

/** Parallel workers hold their leader's locks; background workers (dblink, pg_cron) do somebody's bidding. */
const OTHERS = `
  SELECT pid, query FROM pg_stat_activity
  WHERE datname = $1 AND backend_type IN ('client backend', 'background worker') AND pid <> ALL ($2)`

/** Looks every few ms at who of ours waits because of the migration, until stopped. */
export async function watchObstruction({ server, clone, intervalMs }: WatchOptions): Promise<ObstructionWatch> {
  const names = await relationNames(clone)
  const session = await connect(server, 'fulldress')
  const ours = new Set<number>()
  const seen: Obstruction[] = []
  const gaps: { fromMs: number; toMs: number }[] = []
  let stopping = false
  const look = async () => {
    const waits = await session.query<Wait>(WAITS, [[...ours]], 'waits')
    if (waits.length === 0) return
    const others = await session.query<{ pid: number; query: string }>(OTHERS, [clone.database, [...ours]], 'others')
    const held = await session.query<Held>(
      HELD,
      [[...others.map(({ pid }) => pid), ...waits.map(({ pid }) => pid)]],
      'held',
    )
    const atMs = now()
    for (const wait of waits) {
      const culprit = others.find(({ pid }) => reaches(wait, pid, waits))
      if (culprit === undefined) continue
      const lock = lockInTheWay(wait, { culprit: culprit.pid, held, names })
      seen.push({ pid: wait.pid, sinceMs: wait.sinceMs, atMs, lock, running: culprit.query })
    }
  }
  const run = async () => {
    let lastMs = now()
    while (!stopping) {
      await look().catch(() => undefined)
      const atMs = now()
      if (atMs - lastMs >= GAP_MS) gaps.push({ fromMs: lastMs, toMs: atMs })
      lastMs = atMs
      await sleep(intervalMs)
    }
  }
  const running = run()
  return {
    admit: (pid) => ours.add(pid),
    seen,
    gaps,
    async stop() {
      stopping = true
      await Promise.race([running, sleep(1_000)])
      await session[Symbol.asyncDispose]()
    },
  }
}

/** Whether `pid` stands in the way, or in the way of those who do. */
function reaches(wait: Wait, pid: number, waits: readonly Wait[], through: ReadonlySet<number> = new Set()): boolean {
  if (wait.blockers.includes(pid)) return true
  return wait.blockers
    .filter((blocker) => !through.has(blocker))
    .some((blocker) => {
      const next = waits.find((one) => one.pid === blocker)
      return next !== undefined && reaches(next, pid, waits, new Set([...through, blocker]))
    })
}

interface Named {
  readonly name: string
  readonly table: boolean
}

interface Situation {
  readonly culprit: number
  readonly held: readonly Held[]
  readonly names: ReadonlyMap<number, Named>
}

/** The migration's strongest lock on what is waited for; who waits for a row waits for a table that both write to. */
function lockInTheWay(wait: Wait, { culprit, held, names }: Situation): Obstruction['lock'] {
  const its = held.filter(({ pid }) => pid === culprit)
  const mine = held.filter((one) => one.pid === wait.pid && writes(one.mode)).map(({ relation }) => relation)
  const fitting =
    wait.relation === null
      ? its.filter(({ granted, relation }) => granted && names.get(relation)?.table && mine.includes(relation))
      : its.filter((lock) => lock.relation === wait.relation)
  const byStrength = fitting.toSorted(
    (one, other) => Number(one.granted) - Number(other.granted) || strength(other.mode) - strength(one.mode),
  )
  // What it queues for is newer than what it holds, and it is ahead of us only by that, unless what it holds conflicts.
  const conflicting = byStrength.filter(({ mode }) => wait.relation === null || conflicts(mode, wait.mode))
  const lock = conflicting.find(({ granted }) => granted) ?? conflicting[0] ?? byStrength[0]
  const relation = lock === undefined ? undefined : names.get(lock.relation)?.name
  return lock === undefined || relation === undefined ? null : { relation, mode: lock.mode, granted: lock.granted }
}

function writes(mode: string): boolean {
  return strength(mode) > strength('AccessShareLock')
}

/** https://www.postgresql.org/docs/current/explicit-locking.html#TABLE-LOCK-COMPATIBILITY, by position of the modes. */
const CONFLICTS: readonly (readonly number[])[] = [
  [7],
  [6, 7],
  [4, 5, 6, 7],
  [3, 4, 5, 6, 7],
  [2, 3, 5, 6, 7],
  [2, 3, 4, 5, 6, 7],
  [1, 2, 3, 4, 5, 6, 7],
  [0, 1, 2, 3, 4, 5, 6, 7],
]

function conflicts(one: string, other: string): boolean {
  return CONFLICTS[strength(one)]?.includes(strength(other)) ?? false
}

async function relationNames(clone: DatabaseAddress): Promise<ReadonlyMap<number, Named>> {
  await using session: Session = await connect(clone, 'fulldress')
  const rows = await session.query<Named & { oid: number }>(
    `SELECT c.oid::int8 AS oid, ${relationName('n.nspname', 'c.relname')} AS name, c.relkind IN ('r', 'p', 'm') AS table
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384`,
  )
  return new Map(rows.map((row) => [row.oid, row]))
}
