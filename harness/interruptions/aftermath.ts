import { setTimeout as sleep } from 'node:timers/promises'
import { relationName, usersSchema } from '../database/naming.ts'
import { connect, type Session } from '../database/session.ts'
import type { Lingering } from '../model/facts-of-interruptions.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { maskLiterals } from '../sql/mask.ts'

export interface Aftermath {
  /** Backends that were still there when the patience was over. */
  readonly lingering: readonly Lingering[]
  readonly indexesInvalid: readonly string[]
}

const PAUSE_MS = 20

interface Wait {
  readonly patienceMs: number
  readonly signal: AbortSignal
}

/** Waits until these backends are gone: one that lost its client goes on with its statement, and may commit it. */
export async function awaitBackends(
  address: DatabaseAddress,
  pids: readonly number[],
  { patienceMs, signal }: Wait,
): Promise<Aftermath> {
  const deadline = Date.now() + patienceMs
  await using session = await connect(address, 'fulldress')
  for (;;) {
    const lingering = await stillThere(session, pids)
    if (lingering.length === 0 || Date.now() >= deadline)
      return { lingering, indexesInvalid: await askIndexes(session) }
    await sleep(PAUSE_MS, undefined, { signal })
  }
}

async function stillThere(session: Session, pids: readonly number[]): Promise<readonly Lingering[]> {
  const rows = await session.query<{ pid: number; query: string; advisory: readonly string[] }>(
    `SELECT a.pid, a.query,
            ARRAY(SELECT CASE l.objsubid WHEN 1 THEN ((l.classid::int8 << 32) | l.objid::int8)::text
                                         ELSE format('%s, %s', l.classid, l.objid) END
                  FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted) AS advisory
     FROM pg_stat_activity a WHERE a.pid = ANY($1)`,
    [pids],
  )
  return rows.map(({ pid, query, advisory }) => ({ pid, statement: maskLiterals(query), advisory }))
}

export async function invalidIndexes(address: DatabaseAddress): Promise<readonly string[]> {
  await using session = await connect(address, 'fulldress')
  return await askIndexes(session)
}

async function askIndexes(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ name: string }>(
    `SELECT ${relationName('n.nspname', 'c.relname')} AS name
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT i.indisvalid AND c.relkind = 'i' AND ${usersSchema('n.nspname')} ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}
