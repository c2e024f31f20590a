import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { identifier } from '../database/naming.ts'
import type { Session } from '../database/session.ts'
import { SQLSTATE, sqlstateOf } from '../database/sqlstate.ts'
import type { Place } from '../model/facts-of-trials.ts'
import { maskLiterals } from '../sql/mask.ts'
import type { Statement } from '../sql/split.ts'
import type { FilesOptions } from './files-options.ts'
import type { Wrapping } from './layouts/layout.ts'

export interface SqlFile {
  /** Relative to the spec's folder, or as the operator named it. */
  readonly name: string
  readonly statements: readonly Statement[]
  readonly transaction: Wrapping
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
  /** Of the statement's first word. */
  readonly place: Place

  constructor(message: string, sqlstate: string, { cause, place }: { cause: unknown; place: Place }) {
    super(message, { cause })
    this.sqlstate = sqlstate
    this.place = place
  }
}

/** Applies one file, again and again while it only gave up waiting for a lock. */
export async function applyFile(session: Session, file: SqlFile, options: FilesOptions): Promise<void> {
  const { retries, lockTimeoutMs } = options.sql
  if (lockTimeoutMs !== null) await session.run(`SET lock_timeout = ${Math.round(lockTimeoutMs)}`)
  const attempt = ownsItsTransactions(file) ? oneByOne(session, file, options) : asOne(session, file, options)
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      await session.run('ROLLBACK').catch(() => undefined)
      if (!(error instanceof StatementFailed && WORTH_RETRYING.has(error.sqlstate)) || tries > retries) throw error
      options.progress(`${file.name}: ${error.message}; trying again (${tries} of ${retries})`)
      await sleep(Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** (tries - 1)), undefined, { signal: options.signal })
    }
  }
}

/** A file that begins and commits by itself, or holds what no transaction block allows; the server judges what is no SQL. */
function ownsItsTransactions({ statements, transaction }: SqlFile): boolean {
  if (transaction !== true) return transaction === false
  return statements.some(
    ({ refusesTransaction, controlsTransaction, kind }) => refusesTransaction || controlsTransaction || kind === '',
  )
}

function asOne(session: Session, file: SqlFile, options: FilesOptions): () => Promise<void> {
  return async () => {
    await session.run('BEGIN')
    for (const statement of file.statements) await perform(session, file, statement, options)
    await perform(session, file, { ...atEnd(file), text: 'COMMIT', kind: 'TransactionStmt' }, options)
  }
}

/** Each statement commits by itself, so an attempt goes on where nothing is undone: after the last one that committed. */
function oneByOne(session: Session, file: SqlFile, options: FilesOptions): () => Promise<void> {
  let committed = 0
  let tried = false
  return async () => {
    const again = tried
    tried = true
    for (const [index, statement] of file.statements.entries()) {
      if (index < committed) continue
      if (again && index === committed) await dropHalfBuilt(session, file, statement, options)
      await perform(session, file, statement, options)
      if (!session.inTransaction()) committed = index + 1
    }
  }
}

/** CREATE INDEX CONCURRENTLY that fails leaves an invalid index, whose name the next attempt would find taken. */
async function dropHalfBuilt(
  session: Session,
  file: SqlFile,
  statement: Statement,
  options: FilesOptions,
): Promise<void> {
  if (statement.builds === null) return
  const { schema, name } = statement.builds
  const index = schema === null ? identifier(name) : `${identifier(schema)}.${identifier(name)}`
  const [half] = await session.query('SELECT FROM pg_index WHERE indexrelid = to_regclass($1) AND NOT indisvalid', [
    index,
  ])
  if (half === undefined) return
  options.progress(`${file.name}: dropping the invalid index ${name} that the last attempt left`)
  await perform(session, file, { ...statement, text: `DROP INDEX CONCURRENTLY ${index}` }, options)
}

/** Deferred constraints fail at COMMIT, which has no line of its own. */
function atEnd({ statements }: SqlFile): Statement {
  const last = statements.at(-1)
  const nothing = { refusesTransaction: false, controlsTransaction: true, builds: null }
  return { text: '', line: 1, kind: '', ...nothing, ...last, rows: null }
}

async function perform(
  session: Session,
  file: SqlFile,
  statement: Statement,
  { recordAs, attendant }: FilesOptions,
): Promise<void> {
  const place = { file: file.name, line: statement.line }
  const attended = { text: statement.text, kind: statement.kind, place }
  await attendant?.before(session, attended)
  const startedAt = Date.now()
  const { text, rows } = statement
  const failure = await (rows === null ? session.run(text) : session.copyIn(text, Readable.from([rows]))).then(
    () => null,
    (error: unknown) => asFailure(error, file, statement),
  )
  // Our own COMMIT is worth a word only where it fails.
  if (recordAs !== null && (failure !== null || statement.text !== 'COMMIT')) {
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
  await attendant?.after(session, attended, failure !== null)
  if (failure !== null) throw failure
}

function asFailure(error: unknown, file: SqlFile, { line, text }: Statement): StatementFailed {
  const message = error instanceof Error ? error.message : String(error)
  const sqlstate = sqlstateOf(error)
  const of = { cause: error, place: { file: file.name, line } }
  if (sqlstate === null) return new StatementFailed(`${file.name}:${line}: ${message}`, '', of)
  // The server counts characters; lines inside a long statement are worth the sum.
  const { position } = error as { readonly position?: string }
  const inside = position === undefined ? 0 : text.slice(0, Number(position)).split('\n').length - 1
  return new StatementFailed(`${file.name}:${line + inside}: ${message} (SQLSTATE ${sqlstate})`, sqlstate, of)
}
