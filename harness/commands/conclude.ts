import { judge } from '../checks/judge.ts'
import { describe, RehearsalError } from '../errors.ts'
import type { Journal } from '../journal/journal.ts'
import { renderVerdictJson } from '../report/verdict-json.ts'
import { wantsColor } from '../terminal/ink.ts'
import { verdictLines } from '../terminal/verdict-lines.ts'
import { exitCodeFor } from './ending.ts'
import { Interrupted } from './rehearse/interrupts.ts'
import { tellCi } from './tell-ci.ts'
import { writeReports } from './write-reports.ts'

/** Records why a static command ended early. */
export function recordEnd(journal: Journal, signal: AbortSignal, error: unknown): void {
  if (signal.reason instanceof Interrupted) journal.record({ kind: 'interrupted', signal: signal.reason.signal })
  else if (error instanceof RehearsalError) {
    const { code, message, hint } = error
    journal.record({ kind: 'operator.must.act', code, message, hint })
  } else {
    const stack = error instanceof Error ? `${error.stack}` : ''
    journal.record({ kind: 'harness.failed', reason: describe(error), stack })
  }
}

/** Judges what is in the journal, writes the reports, shows the verdict; the exit code of it. */
export function conclude(
  folder: string,
  { journal, json = false }: { readonly journal: Journal; readonly json?: boolean },
): number {
  const entries = journal.read()
  const judgement = judge(entries)
  const report = writeReports(folder, entries, judgement)
  const color = wantsColor(process.stdout, process.env)
  process.stdout.write(
    json ? renderVerdictJson(entries, judgement) : verdictLines(entries, judgement, { color, report }),
  )
  tellCi(judgement, { folder, root: process.cwd(), env: process.env })
  return exitCodeFor(journal, judgement)
}
