import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from './cases.ts'
import { type Suffered, startClient, tableLines, trafficLines } from './client.ts'
import { type Ended, openPsql, psql, rows, type Url } from './psql.ts'

/** How long somebody else's transaction stays open. */
const HOLD_MS = 5000
/** How long clients are watched before and after. */
const MARGIN_MS = 400

/** Statements that refuse a transaction, or a file that opens its own; not the BEGIN of PL/pgSQL, which has no semicolon. */
const OWN_TRANSACTIONS = /^(BEGIN;|VACUUM\b)|\b(INDEX|REINDEX \w+|PARTITION \w+) CONCURRENTLY\b/im

export type Companion = 'nobody' | 'reader' | 'writer'

/** What happened to the migration and to one client, with somebody beside them. */
export interface Situation {
  /** Exit code of psql, once or, where it gave up on a lock, twice. */
  readonly exits: readonly (number | null)[]
  readonly complaint: string
  readonly tookMs: number
  /** It gave up on a lock (55P03), so it was started again once its companion was gone. */
  readonly gaveUp: boolean
  readonly calmWorstMs: number
  /** Of the first start, and of the second. */
  readonly worstMs: readonly number[]
  readonly worstAt: string
  /** Errors that the application's own statements were given. */
  readonly errors: readonly string[]
}

/** Runs a migration as most do: in one transaction, unless it has its own or refuses one. */
export function migrate(url: Url, { file, migration }: Case): Promise<Ended> {
  const single = OWN_TRANSACTIONS.test(migration) ? [] : ['--single-transaction']
  return psql(url, [...single, '-o', '/dev/null', '-f', file])
}

/** Runs it with one client on the tables, one that sends the traffic, and a companion that holds on for a while. */
export async function inCompany(url: Url, one: Case, companion: Companion): Promise<Situation> {
  const { first, lines } = trafficLines(one.traffic)
  const traffic = await startClient(url, first, lines)
  const tables = await startClient(url, '', await tableLines(url))
  await sleep(MARGIN_MS)
  const release = await hold(url, companion)
  const calm = worse(traffic.since(), tables.since())
  const runs: { readonly ended: Ended; readonly suffered: Suffered }[] = []
  const errors: string[] = []
  const run = async () => {
    const ended = await migrate(url, one)
    await sleep(MARGIN_MS)
    const [ofTraffic, ofTables] = [traffic.since(), tables.since()]
    errors.push(...ofTraffic.errors)
    runs.push({ ended, suffered: worse(ofTraffic, ofTables) })
    return ended
  }
  const gaveUp = (await run()).complaints.includes('55P03')
  await release()
  if (gaveUp) await run()
  // What waited until the end is told only now.
  await Promise.all([traffic.stop(), tables.stop()])
  const late = traffic.since()
  const worst = runs.reduce((most, { suffered }) => worse(most, suffered), worse(late, tables.since()))
  return {
    exits: runs.map(({ ended }) => ended.exitCode),
    complaint: complaintOf(runs.at(-1)?.ended),
    tookMs: Math.round(runs.at(-1)?.ended.tookMs ?? 0),
    gaveUp,
    calmWorstMs: Math.round(calm.worstMs),
    worstMs: runs.map(({ suffered }) => Math.round(suffered.worstMs)),
    worstAt: worst.at,
    errors: [...new Set([...errors, ...late.errors])],
  }
}

/** Starts it twice at the same moment. */
export async function twice(url: Url, one: Case): Promise<readonly Ended[]> {
  return await Promise.all([migrate(url, one), migrate(url, one)])
}

export function complaintOf(ended: Ended | undefined): string {
  return /ERROR: {2}.*/.exec(ended?.complaints ?? '')?.[0] ?? ''
}

/** Opens a transaction on every relation; the answer lets go, after the whole time has passed. */
async function hold(url: Url, companion: Companion): Promise<() => Promise<void>> {
  if (companion === 'nobody') return async () => undefined
  const session = openPsql(url)
  const relations = await rows(
    url,
    `SELECT c.relname, c.relkind, quote_ident(a.attname) FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'm') ORDER BY c.relname`,
  )
  // The last row of each, since clients write the first ones.
  const holds = relations.flatMap((row) => {
    const [name, kind, column] = row.split('|')
    if (companion === 'reader') return [`SELECT 1 FROM ${name} LIMIT 1;`]
    const last = `(SELECT max(ctid) FROM ${name})`
    return kind === 'r' ? [`UPDATE ${name} SET ${column} = ${column} WHERE ctid = ${last};`] : []
  })
  await session.send(['BEGIN ISOLATION LEVEL REPEATABLE READ;', ...holds].join('\n'))
  const letGo = sleep(HOLD_MS).then(() => session.send('ROLLBACK;'))
  return async () => {
    await letGo
    await session.close()
  }
}

function worse(one: Suffered, other: Suffered): Suffered {
  return one.worstMs >= other.worstMs ? one : other
}
