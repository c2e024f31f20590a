import { judge } from '../../harness/checks/judge.ts'
import { readJournal } from '../../harness/journal/read.ts'
import type { Entry } from '../../harness/model/evidence.ts'
import type { Seen } from '../../harness/report/html/section.ts'
import { runFactsOf } from '../../harness/report/run.ts'

/** Journals of what happened, by their file's name. */
export const FIXTURES = [
  'all-went-well',
  'as-delivered',
  'database-died-in-baseline',
  'killed-in-soak',
  'no-way-back',
  'nothing-changes',
  'upgrade-step-failed',
] as const

export function fixture(name: string): readonly Entry[] {
  return readJournal(new URL(`../fixtures/journals/${name}.jsonl`, import.meta.url).pathname).entries
}

/** What reports are rendered from, of a journal that left no timeline. */
export function seen(entries: readonly Entry[]): Seen {
  return { entries, judgement: judge(entries), run: runFactsOf(entries), timeline: null }
}
