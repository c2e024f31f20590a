import { toHtml } from 'hast-util-to-html'
import { judge } from '../../../harness/checks/judge.ts'
import { readJournal } from '../../../harness/journal/read.ts'
import type { Entry } from '../../../harness/model/evidence.ts'
import type { Section } from '../../../harness/report/html/section.ts'
import { runFactsOf } from '../../../harness/report/run.ts'

/** A section as a page has it; null where it is absent. */
export function shown(section: Section, entries: readonly Entry[]): string | null {
  const judgement = judge(entries)
  const content = section.render({ entries, judgement, run: runFactsOf(entries), timeline: null })
  return content === null ? null : content.map((markup) => toHtml(markup)).join('\n')
}

/** Its words, a line for each row of a table, paragraph or point of a list; cells are told apart by a bar. */
export function words(section: Section, entries: readonly Entry[]): readonly string[] {
  const html = shown(section, entries) ?? ''
  return html
    .replace(/<\/(td|th)><(td|th)[^>]*>/g, ' | ')
    .replace(/<\/(tr|p|li|h3|h4|summary|dd|caption)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#x3C;', '<')
    .replaceAll('&#x26;', '&')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

export function fixture(name: string): readonly Entry[] {
  return readJournal(new URL(`../../fixtures/journals/${name}.jsonl`, import.meta.url).pathname).entries
}

/** A name as nobody should give to a table. */
export const HOSTILE = '<img src=x onerror=alert(1)>"\'&'

/** No element that the text of a journal made: attributes may hold a `<`, which is text there. */
export function isHarmless(html: string): boolean {
  const bare = html.replace(/="[^"]*"/g, '')
  return html.includes('onerror') && !/<(img|script)|<[^>]*onerror/.test(bare)
}
