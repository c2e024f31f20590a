import { RehearsalError } from '../errors.ts'
import type { SqlFiles } from '../model/step.ts'
import { parseStatements, readyParser } from '../sql/parse.ts'
import type { NamedText } from '../sql/places.ts'
import { readPsql, type Undone } from '../sql/psql.ts'
import { textsOf } from './scripts.ts'

/**
 * Refuses files that only psql can run, before anything is applied: what it does with \gexec, \if or a variable that
 * the file does not set is not for us to guess. Rows of COPY, \set and what only shows something are done by the
 * migrator. Needs `readyParser`; throws a RehearsalError that names file and line.
 */
export function refusePsqlFiles(files: readonly NamedText[], instead: string): void {
  for (const { name, text } of files) {
    const undone = onlyForPsql(text)
    if (undone === null) continue
    throw new RehearsalError(
      'usage',
      `expected SQL at ${name}:${undone.line}, found psql's own ${undone.text}, which no server understands`,
      `have psql run it: ${instead}`,
    )
  }
}

/** As `refusePsqlFiles`, of a rehearsal's SQL files; one that cannot be read is left to whoever applies it. */
export async function refusePsqlSteps(all: readonly SqlFiles[], root: string): Promise<void> {
  await readyParser()
  for (const sql of all) {
    refusePsqlFiles(
      await textsOf(sql, root),
      '`migrate: {command: psql -v ON_ERROR_STOP=1 -f FILE}` in place of the files, or one of the seed’s `commands`',
    )
  }
}

/** What PostgreSQL's parser accepts is SQL, whatever it looks like. */
function onlyForPsql(text: string): Undone | null {
  const { sql, command, unset } = readPsql(text)
  const parsed = (one: string) => parseStatements(one) !== null
  if (command !== null) return parsed(text) ? null : command
  return unset === null || parsed(sql) ? null : unset
}
