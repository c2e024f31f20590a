import type { Session } from '../database/session.ts'
import type { Place } from '../model/facts-of-trials.ts'

/** A statement that is about to run, or ran. */
export interface AttendedStatement {
  readonly text: string
  /** Kind in PostgreSQL's parse tree; empty where the parser refused the file. */
  readonly kind: string
  readonly place: Place | null
}

/**
 * Who may ask questions in our own session, once before and once after each statement of the files, and of the COMMIT
 * that ends a file. What is asked is on the attendant's own head: it rejects never.
 */
export interface Attendant {
  before(session: Session, statement: AttendedStatement): Promise<void>
  after(session: Session, statement: AttendedStatement, failed: boolean): Promise<void>
}
