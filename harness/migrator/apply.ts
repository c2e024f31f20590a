import { stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Attendant } from '../database/attendant.ts'
import { connect } from '../database/session.ts'
import { describe, RehearsalError } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { SqlFiles } from '../model/step.ts'
import { readyParser } from '../sql/parse.ts'
import { splitStatements } from '../sql/split.ts'
import { deadlineFor } from './deadline.ts'
import { applyFile, type SqlFile } from './file.ts'
import type { FilesOptions } from './files-options.ts'
import type { Script } from './layouts/layout.ts'
import { holdMigrationLock } from './lock.ts'
import { scriptsOf } from './scripts.ts'

/** By this name the lock watcher knows a session of a step. */
export const STEP_APPLICATION = 'fulldress-step'

export interface ApplyOptions extends FilesOptions {
  readonly sql: SqlFiles
  /** File names in facts and messages are relative to this folder (the spec's). */
  readonly root: string
}

export interface ScriptsOptions {
  readonly address: DatabaseAddress
  /** `SET lock_timeout` before each script; null leaves the server's. */
  readonly lockTimeoutMs: number | null
  readonly attendant?: Attendant | undefined
  readonly timeoutMs: number
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/**
 * Applies SQL files in order, each as one transaction unless it controls transactions itself or holds a statement that
 * refuses one (then statement by statement). Rejects at the first that fails, with an error whose message names file and
 * line; what a file had begun is rolled back.
 */
export async function applySql(options: ApplyOptions): Promise<void> {
  await readyParser()
  const script = scriptsOf(options.sql)
  await applyFiles(options.sql.files, (name) => readSqlFile(options, name, script), options)
}

/** Applies scripts in order, once each, without retries; rejects as `applySql` does, with `sqlstate` and `place`. */
export async function applyScripts(scripts: readonly Script[], options: ScriptsOptions): Promise<void> {
  const { lockTimeoutMs, timeoutMs } = options
  await readyParser()
  await applyFiles(
    scripts,
    async ({ file, text, transaction }) => ({ name: file, statements: splitStatements(text), transaction }),
    { ...options, sql: { lock: 'none', lockTimeoutMs, retries: 0, timeoutMs }, recordAs: null },
  )
}

/** Larger ones take longer to read twice than anybody wants to look at a bar. */
const COUNTED_BYTES = 8 * 1024 * 1024

/** How many statements the files hold; null where they are too large to be read for that, or not to be read at all. */
export async function countStatements({ sql, root }: Pick<ApplyOptions, 'sql' | 'root'>): Promise<number | null> {
  try {
    const sizes = await Promise.all(sql.files.map((name) => stat(join(sql.folder, name))))
    if (sizes.reduce((sum, { size }) => sum + size, 0) > COUNTED_BYTES) return null
    await readyParser()
    const script = scriptsOf(sql)
    const files = await Promise.all(sql.files.map((name) => readSqlFile({ sql, root }, name, script)))
    return files.reduce((sum, { statements }) => sum + statements.length, 0)
  } catch {
    // Whoever applies them says what is wrong with them.
    return null
  }
}

const NOTHING_TO_UNDO = 'there is no transaction in progress'

/** A file is read when its turn has come: what was before it may have taken a while. */
async function applyFiles<T>(
  files: readonly T[],
  read: (file: T) => Promise<SqlFile>,
  options: FilesOptions,
): Promise<void> {
  const { address, sql, progress } = options
  using deadline = deadlineFor(options)
  // Our own ROLLBACK after a failure may find nothing to undo.
  const onNotice = (message: string) => message === NOTHING_TO_UNDO || progress(`the server says: ${message}`)
  await using session = await connect(address, { application: STEP_APPLICATION, onNotice })
  using _canceller = deadline.cancels(session)
  if (sql.lock === 'advisory')
    await deadline.explain(() => holdMigrationLock(session, { ...options, signal: deadline.signal }))
  for (const [index, name] of files.entries()) {
    deadline.check()
    const file = await read(name)
    // What one file set must not govern the next.
    if (index > 0) await session.run('RESET ALL')
    await deadline.explain(() => applyFile(session, file, options))
  }
}

async function readSqlFile(
  { sql, root }: Pick<ApplyOptions, 'sql' | 'root'>,
  name: string,
  script: ReturnType<typeof scriptsOf>,
): Promise<SqlFile> {
  const path = join(sql.folder, name)
  const { text, transaction } = await script(name).catch((error: unknown) => {
    throw new RehearsalError(
      'file-missing',
      `expected a migration at ${relative(root, path)}, found none (${describe(error)})`,
      'a file that is listed when the rehearsal begins must stay until it ends',
      error,
    )
  })
  return { name: relative(root, path), statements: splitStatements(text), transaction }
}
