import { ERROR_CODES, type ErrorCode, RehearsalError } from '../../errors.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'

/** Throws where a journal says that the run came to no verdict of its own: the operator must act, or we have a bug. */
export function expectPerformed(entries: readonly Entry[], folder: string): void {
  const bug = entriesOf(entries, 'harness.failed').at(-1)
  if (bug !== undefined) throw new Error(`a bug of the harness: ${bug.reason}; please report it with ${folder}`)
  const act = entriesOf(entries, 'operator.must.act').at(-1)
  if (act === undefined) return
  throw new RehearsalError(codeOf(act.code), `${act.message}; the run is kept in ${folder}`, act.hint)
}

/** A journal may be of another version than ours. */
function codeOf(code: string): ErrorCode {
  return ERROR_CODES.find((known) => known === code) ?? 'usage'
}
