import { readTraits, type StatementTraits } from '../../sql/traits.ts'
import type { Conversation } from './conversation.ts'
import type { Lookout } from './lookout.ts'
import type { Circumstances } from './route.ts'

/** What a client's texts have told so far about its session, and what its protocol's names stand for. */
export interface SessionKnowledge {
  /** Hears every text that is sent, in whichever protocol. */
  hear(sql: string): void
  /** ReadyForQuery came: what the text made may be there for everybody now. */
  settled(status: string): void
  circumstances(conversation: Conversation): Promise<Circumstances>
  readonly statements: Map<string, Prepared>
  readonly portals: Map<string, { readonly statement: Prepared; readonly bound: boolean }>
  /** The unnamed statement is one of the proxy's, which a simple Query would have left nowhere. */
  unnamedIsOurs: boolean
}

export interface Prepared {
  readonly sql: string
  readonly traits: StatementTraits | null
}

export function createKnowledge(lookout: Lookout): SessionKnowledge {
  let binaryCursors = false
  let verbose = false
  // What was made in a transaction that is still open can be seen by nobody else.
  let hasRules = false
  let asksForText = false
  let touched = false
  return {
    statements: new Map(),
    portals: new Map(),
    unnamedIsOurs: false,
    hear(sql) {
      binaryCursors ||= /\bbinary\b/i.test(sql)
      verbose ||= /client_min_messages/i.test(sql) && /\b(?:debug[1-5]?|log)\b/i.test(sql)
      hasRules ||= /\brule\b/i.test(sql)
      asksForText ||=
        /\b(?:function|procedure|view)\b/i.test(sql) && /current_query|pg_stat_activity|pg_cursor/i.test(sql)
      touched ||= /\b(?:rule|function|procedure|extension)\b/i.test(sql)
    },
    settled(status) {
      if (touched) lookout.forgetHabits()
      if (status === 'I') touched = false
    },
    async circumstances({ status, parameters }) {
      // Where nobody can be asked, the worst is assumed: the text then goes through as it came.
      const habits = await lookout.habits().catch(() => ({ asksForText: true, hasRules: true }))
      return {
        asksForText: asksForText || habits.asksForText,
        hasRules: hasRules || habits.hasRules,
        status,
        encoding: parameters.get('client_encoding') ?? 'UTF8',
        standardStrings: parameters.get('standard_conforming_strings') !== 'off',
        serverVersion: parameters.get('server_version') ?? '',
        binaryCursors,
        verbose,
      }
    },
  }
}

/** A text of the extended protocol, which holds one statement or none. */
export function prepared(sql: string): Prepared {
  return { sql, traits: readTraits(sql)?.[0] ?? null }
}

/** Statements that allow no other session in a database, and texts that count or end everybody's sessions. */
export function wantsToBeAlone(sql: string, traits: StatementTraits | null): boolean {
  const kind = traits?.kind ?? ''
  if (/^(?:Createdb|Dropdb|AlterDatabase|Rename)Stmt$/.test(kind))
    return kind !== 'RenameStmt' || /\bdatabase\b/i.test(sql)
  return /pg_stat_activity|pg_stat_get_activity|pg_terminate_backend|pg_stat_database|numbackends/i.test(sql)
}
