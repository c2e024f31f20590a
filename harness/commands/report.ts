import { basename, dirname, join } from 'node:path'
import { exitCodeOf, judge } from '../checks/judge.ts'
import { drawn, RehearsalError } from '../errors.ts'
import { readJournal } from '../journal/read.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { renderVerdictJson } from '../report/verdict-json.ts'
import { descentLines } from '../terminal/descent-lines.ts'
import { type Ink, ink, tame, wantsColor } from '../terminal/ink.ts'
import { actLine, headerLines } from '../terminal/lines.ts'
import { allMigrationLines, locksHeader } from '../terminal/locks-lines.ts'
import { stairwayLines } from '../terminal/stairway-lines.ts'
import { verdictLines } from '../terminal/verdict-lines.ts'
import { writeReports } from './write-reports.ts'

const JOURNAL = 'journal.jsonl'

export interface ReportOptions {
  readonly json?: boolean
}

/** What stands above the verdict, each with its newline or empty. */
const PARTS: readonly ((entries: readonly Entry[], paint: Ink) => string)[] = [
  (entries, paint) => {
    const acts = entriesOf(entries, 'act.ended').map((entry) => actLine(entry, paint))
    return [...headerLines(entries, paint), ...acts].map((line) => `${line}\n`).join('')
  },
  (entries, paint) =>
    entriesOf(entries, 'locks.started').length === 0
      ? ''
      : locksHeader(entries, paint) + allMigrationLines(entries, paint),
  stairwayLines,
  descentLines,
]

interface Stream {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

/**
 * Judges the journal of a run again, torn or not, by its folder or its own path, and renders its reports. Resolves to the
 * exit code of the verdict.
 */
export async function reportCommand(
  path: string,
  { json = false }: ReportOptions = {},
  { out, err, env }: { readonly out: Stream; readonly err: Stream; readonly env: NodeJS.ProcessEnv } = {
    out: process.stdout,
    err: process.stderr,
    env: process.env,
  },
): Promise<number> {
  const folder = basename(path) === JOURNAL ? dirname(path) : path
  const file = join(folder, JOURNAL)
  const { entries, torn } = readJournal(file)
  if (entries.length === 0) {
    throw new RehearsalError(
      'run-unreadable',
      `expected entries in ${file}, found none`,
      'the run ended before it wrote anything; rehearse again',
    )
  }
  if (torn) err.write('the journal ends in half a line, as a killed run leaves it; the rest is judged\n')
  const judgement = judge(entries)
  const report = writeReports(folder, entries, judgement)
  if (json) out.write(renderVerdictJson(entries, judgement))
  else {
    const color = wantsColor(out, env)
    for (const part of PARTS)
      out.write(
        drawn(
          () => part(entries, ink(color)),
          (sentence) => `  ${tame(sentence)}\n`,
        ),
      )
    out.write(verdictLines(entries, judgement, { color, report }))
  }
  return exitCodeOf(entries, judgement)
}
