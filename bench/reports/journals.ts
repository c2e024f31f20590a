import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { judge } from '../../harness/checks/judge.ts'
import { readJournal } from '../../harness/journal/read.ts'
import type { Seen } from '../../harness/report/html/section.ts'
import { runFactsOf } from '../../harness/report/run.ts'

const FIXTURES = join(import.meta.dirname, '../../test/fixtures/journals')

/** The journals that a bar's arguments name, or else all of the tests' own, with what reports are rendered from. */
export function journalsOf(named: readonly string[]): readonly { readonly name: string; readonly seen: Seen }[] {
  const files = named.length > 0 ? named : readdirSync(FIXTURES).map((name) => join(FIXTURES, name))
  return files.map((name) => {
    const { entries } = readJournal(name)
    return { name, seen: { entries, judgement: judge(entries), run: runFactsOf(entries), timeline: null } }
  })
}
