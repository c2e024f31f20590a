import { connect, type Session } from '../database/session.ts'
import { describe } from '../errors.ts'
import type { TracedStatement } from '../locks/proxy/trace.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { parseStatements } from '../sql/parse.ts'
import { type CountedStatement, countWork } from './work.ts'

export interface Replayed {
  readonly counted: readonly CountedStatement[]
  /** Why not everything was counted; null where it was. */
  readonly stoppedBy: string | null
}

interface Site {
  readonly twin: DatabaseAddress
  readonly oids: readonly number[]
  readonly atStart: number
}

/**
 * Sends what a tool was seen to send once more, in sessions of our own where work can be counted: each connection's
 * statements in the order in which all began. Parameters are not known, so what had some (a tool's own bookkeeping as a
 * rule) is left out.
 */
export async function replay(statements: readonly TracedStatement[], { twin, oids, atStart }: Site): Promise<Replayed> {
  await using sessions = new AsyncDisposableStack()
  const settings = { lock_timeout: String(Math.round(atStart)), statement_timeout: '0' }
  const bySession = new Map<number, Session>()
  const counter = countWork(oids)
  for (const { connection, sql, bound, error } of statements) {
    if (bound || error !== null) continue
    const known = bySession.get(connection)
    const session = known ?? sessions.use(await connect(twin, { application: 'fulldress', settings }))
    bySession.set(connection, session)
    const statement = { text: sql, kind: parseStatements(sql)?.[0]?.kind ?? '', place: null }
    await counter.before(session, statement)
    const failure = await session.run(sql).then(
      () => null,
      (reason: unknown) => describe(reason),
    )
    await counter.after(session, statement, failure !== null)
    if (failure !== null)
      return {
        counted: counter.counted(),
        stoppedBy: `work was counted only up to a statement that could not be repeated (${failure})`,
      }
  }
  return { counted: counter.counted(), stoppedBy: null }
}
