import { relationName } from '../../database/naming.ts'
import { connect, type Session } from '../../database/session.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import type { HeldLock, Relation } from './held-lock.ts'
import { FIRST_USER_OID } from './held-lock.ts'

/** A session beside the traced ones, in the same database, that sees their locks and committed pg_class. */
export interface SideSession extends AsyncDisposable {
  locks(pids: readonly number[]): Promise<readonly HeldLock[]>
  relations(oids: readonly number[]): Promise<readonly Relation[]>
  /** Every relation of the users' that has a file. */
  files(): Promise<readonly Relation[]>
  /** Whether the server's own grammar takes a text of several statements. */
  parses(text: string): Promise<boolean>
  habits(): Promise<Habits>
  readonly session: Session
}

/** What users' own objects do that shows which protocol a statement came by. */
export interface Habits {
  /** A function asks for the text that the client sent. */
  readonly asksForText: boolean
  /** A rule can make an INSERT, UPDATE or DELETE answer with rows, which the extended protocol drops. */
  readonly hasRules: boolean
}

/**
 * The trace must neither wait behind a lock that it is to report (ACCESS EXCLUSIVE on pg_class), nor be ended by what
 * the database's owner set for everybody.
 */
const SETTINGS = {
  lock_timeout: '200ms',
  statement_timeout: '10s',
  idle_session_timeout: '0',
  lc_messages: 'C',
  search_path: 'pg_catalog',
  client_min_messages: 'error',
  jit: 'off',
}

const RELATION = `
  SELECT c.oid::int8 AS oid, c.relkind::text AS relkind, c.relfilenode::int8 AS relfilenode,
    ${relationName('n.nspname', 'c.relname')} AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`

const LOCKS = `
  SELECT pid, locktype, coalesce(relation::int8, 0) AS relation, mode, granted,
    coalesce(classid::int8, 0) AS classid, coalesce(objid::int8, 0) AS objid, coalesce(objsubid, 0) AS objsubid
  FROM pg_locks
  WHERE pid = ANY($1::int4[]) AND locktype IN ('relation', 'advisory') AND database IN (0, $2::oid)`

/** Appended so that no text can pass for a single statement, which would be run. */
const SEVERAL = '\n;SELECT 1;SELECT 1'

export async function openSideSession(address: DatabaseAddress): Promise<SideSession> {
  const session = await connect(address, { application: 'fulldress-trace', settings: SETTINGS })
  const [self] = await session.query<{ oid: number }>(
    'SELECT oid::int8 AS oid FROM pg_database WHERE datname = current_database()',
  )
  const database = self?.oid ?? 0
  let before: Promise<unknown> = Promise.resolve()
  /** One after another: a session answers in order, and many connections ask. */
  const ask = <Row extends object>(text: string, values?: readonly unknown[], name?: string) => {
    const asked = before.then(() => session.query<Row>(text, values, name))
    before = asked.catch(() => undefined)
    return asked
  }
  return {
    session,
    locks: (pids) => ask<HeldLock & object>(LOCKS, [pids, database], 'locks'),
    relations: (oids) => ask<Relation & object>(`${RELATION} WHERE c.oid = ANY($1::oid[])`, [oids], 'relations'),
    files: () => ask<Relation & object>(`${RELATION} WHERE c.oid >= $1 AND c.relfilenode <> 0`, [FIRST_USER_OID]),
    async parses(text) {
      // Parse refuses several statements, but only once its grammar has taken all of them; nothing is ever run.
      const answer = await ask(text + SEVERAL, [], 'grammar').catch((error: Error) => error.message)
      return typeof answer === 'string' && answer.startsWith('cannot insert multiple commands')
    },
    async habits() {
      const [found] = await ask<Habits & object>(`
        SELECT EXISTS (SELECT FROM pg_proc WHERE oid >= ${FIRST_USER_OID}
            AND prosrc ~* 'current_query|pg_stat_activity|pg_cursor') AS "asksForText",
          EXISTS (SELECT FROM pg_rewrite WHERE oid >= ${FIRST_USER_OID} AND ev_type <> '1') AS "hasRules"`)
      return found ?? { asksForText: true, hasRules: true }
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}
