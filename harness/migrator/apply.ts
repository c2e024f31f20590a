import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { connect } from '../database/session.ts'
import { describe, RehearsalError } from '../errors.ts'
import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { SqlFiles } from '../model/step.ts'
import { readyParser } from '../sql/parse.ts'
import { splitStatements } from '../sql/split.ts'
import { deadlineFor } from './deadline.ts'
import { applyFile, type SqlFile } from './file.ts'
import { holdMigrationLock } from './lock.ts'

/** By this name the lock watcher knows a session of a step. */
export const STEP_APPLICATION = 'fulldress-step'

export interface ApplyOptions {
  readonly address: DatabaseAddress
  readonly sql: SqlFiles
  /** File names in facts and messages are relative to this folder (the spec's). */
  readonly root: string
  /** Where `statement.ran` goes; null on clones and while seeding. */
  readonly recordAs: { readonly record: Recorder; readonly act: 'upgrade' | 'rollback'; readonly step: number } | null
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/**
 * Applies SQL files in order, each as one transaction unless it controls transactions itself or holds a statement that
 * refuses one (then statement by statement). Rejects at the first that
 * fails, with an error whose message names file and line; what a file had begun is rolled back.
 */
export async function applySql(options: ApplyOptions): Promise<void> {
  const { address, sql, progress } = options
  await readyParser()
  using deadline = deadlineFor(options)
  await using session = await connect(address, { application: STEP_APPLICATION, onNotice: progress })
  using _canceller = deadline.cancels(session)
  if (sql.lock === 'advisory')
    await deadline.explain(() => holdMigrationLock(session, { ...options, signal: deadline.signal }))
  for (const name of sql.files) {
    deadline.check()
    const file = await readSqlFile(options, name)
    await deadline.explain(() => applyFile(session, file, options))
  }
}

async function readSqlFile({ sql, root }: ApplyOptions, name: string): Promise<SqlFile> {
  const path = join(sql.folder, name)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new RehearsalError(
      'file-missing',
      `expected a migration at ${relative(root, path)}, found none (${describe(error)})`,
      'a file that is listed when the rehearsal begins must stay until it ends',
      error,
    )
  })
  return { name: relative(root, path), statements: splitStatements(text) }
}
