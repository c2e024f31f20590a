import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '../database/session.ts'
import { SQLSTATE, sqlstateOf } from '../database/sqlstate.ts'
import { maskLiterals } from '../sql/mask.ts'
import type { Statement } from '../sql/split.ts'
import type { ApplyOptions } from './apply.ts'

export interface SqlFile {
  /** Relative to the spec's folder. */
  readonly name: string
  readonly statements: readonly Statement[]
}

/** What is tried again once others are out of the way. */
const WORTH_RETRYING: ReadonlySet<string> = new Set([
  SQLSTATE.lockNotAvailable,
  SQLSTATE.deadlockDetected,
  SQLSTATE.serializationFailure,
])
const PAUSE_MS = { first: 100, longest: 2_000 }

class StatementFailed extends Error {
  readonly sqlstate: string

  constructor(message: string, sqlstate: string, cause: unknown) {
    super(message, { cause })
    this.sqlstate = sqlstate
  }
}

/** Applies one file, again and again while it only gave up waiting for a lock. */
export async function applyFile(session: Session, file: SqlFile, options: ApplyOptions): Promise<void> {
  const { retries, lockTimeoutMs } = options.sql
  for (let attempt = 1; ; attempt++) {
    // What one file set must not govern the next.
    await session.run('RESET ALL')
    if (lockTimeoutMs !== null) await session.run(`SET lock_timeout = ${Math.round(lockTimeoutMs)}`)
    try {
      await (ownsItsTransactions(file) ? applyPlainly(session, file, options) : applyAsOne(session, file, options))
      return
    } catch (error) {
      if (!(error instanceof StatementFailed && WORTH_RETRYING.has(error.sqlstate)) || attempt > retries) throw error
      options.progress(`${file.name}: ${error.message}; trying again (${attempt} of ${retries})`)
      await sleep(Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** (attempt - 1)), undefined, {
        signal: options.signal,
      })
    }
  }
}

/** A file that begins and commits by itself, or holds what no transaction block allows, is sent as it stands. */
function ownsItsTransactions({ statements }: SqlFile): boolean {
  return statements.some(({ refusesTransaction, controlsTransaction }) => refusesTransaction || controlsTransaction)
}

async function applyAsOne(session: Session, file: SqlFile, options: ApplyOptions): Promise<void> {
  await session.run('BEGIN')
  await applyPlainly(session, file, options)
  await perform(session, file, { ...atEnd(file), text: 'COMMIT' }, options, false)
}

async function applyPlainly(session: Session, file: SqlFile, options: ApplyOptions): Promise<void> {
  try {
    for (const statement of file.statements) await perform(session, file, statement, options, true)
  } catch (error) {
    await session.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Deferred constraints fail at COMMIT, which has no line of its own. */
function atEnd({ statements }: SqlFile): Statement {
  const last = statements.at(-1)
  return last ?? { text: '', line: 1, kind: '', refusesTransaction: false, controlsTransaction: true }
}

async function perform(
  session: Session,
  file: SqlFile,
  statement: Statement,
  { recordAs }: ApplyOptions,
  recorded: boolean,
): Promise<void> {
  const startedAt = Date.now()
  const failure = await session.run(statement.text).then(
    () => null,
    (error: unknown) => asFailure(error, file, statement),
  )
  if (recordAs !== null && (recorded || failure !== null)) {
    recordAs.record({
      kind: 'statement.ran',
      act: recordAs.act,
      step: recordAs.step,
      file: file.name,
      line: statement.line,
      statement: maskLiterals(statement.text),
      pid: session.pid,
      startedAt,
      endedAt: Date.now(),
      ...(failure === null ? {} : { error: { sqlstate: failure.sqlstate, message: failure.message } }),
    })
  }
  if (failure !== null) throw failure
}

function asFailure(error: unknown, file: SqlFile, { line, text }: Statement): StatementFailed {
  const message = error instanceof Error ? error.message : String(error)
  const sqlstate = sqlstateOf(error)
  if (sqlstate === null) return new StatementFailed(`${file.name}:${line}: ${message}`, '', error)
  // The server counts characters; lines inside a long statement are worth the sum.
  const { position } = error as { readonly position?: string }
  const inside = position === undefined ? 0 : text.slice(0, Number(position)).split('\n').length - 1
  return new StatementFailed(`${file.name}:${line + inside}: ${message} (SQLSTATE ${sqlstate})`, sqlstate, error)
}
