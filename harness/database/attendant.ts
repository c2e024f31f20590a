import type { Place } from '../model/facts-of-trials.ts'
import type { Session } from './session.ts'

/** A statement of ours that is about to run, or ran. */
export interface AttendedStatement {
  readonly text: string
  /** Kind in PostgreSQL's parse tree, such as `AlterTableStmt`; empty where the parser refused the file. */
  readonly kind: string
  readonly place: Place | null
}

/**
 * Who stands beside a session of our own while it runs SQL files, and may ask questions in it: once before and once
 * after each statement of the files, and of the COMMIT that ends a file (kind `TransactionStmt`, place of its last
 * statement). Neither rejects, and whoever attends knows when nothing may be asked.
 */
export interface Attendant {
  before(session: Session, statement: AttendedStatement): Promise<void>
  after(session: Session, statement: AttendedStatement, failed: boolean): Promise<void>
}
