import { exitCodeOf } from '../checks/judge.ts'
import type { Judgement } from '../checks/judgement.ts'
import type { Journal } from '../journal/journal.ts'
import { entriesOf } from '../model/evidence.ts'
import { complaintText } from './complaint.ts'

/** Says what the operator must do, or that the harness failed, where that is why the run ended; the exit code of it. */
export function exitCodeFor(journal: Journal, judgement: Judgement): number {
  const entries = journal.read()
  const interrupted = entriesOf(entries, 'interrupted').at(-1)
  if (interrupted !== undefined) return interrupted.signal === 'SIGTERM' ? 143 : 130
  const bug = entriesOf(entries, 'harness.failed').at(-1)
  const operator = entriesOf(entries, 'operator.must.act').at(-1)
  if (bug !== undefined)
    say(complaintText(`a bug of the harness: ${bug.reason}`, `please report it with ${journal.file}`))
  else if (operator !== undefined) say(complaintText(operator.message, operator.hint))
  return exitCodeOf(entries, judgement)
}

function say(text: string): void {
  process.stderr.write(text)
}
