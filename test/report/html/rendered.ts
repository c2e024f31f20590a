import { judge } from '../../../harness/checks/judge.ts'
import { readPageAssets } from '../../../harness/commands/page-assets.ts'
import { readJournal } from '../../../harness/journal/read.ts'
import type { Entry } from '../../../harness/model/evidence.ts'
import { renderHtml } from '../../../harness/report/html/page.ts'
import type { Seen } from '../../../harness/report/html/section.ts'
import { runFactsOf } from '../../../harness/report/run.ts'

const assets = readPageAssets()

export function fixture(name: string): readonly Entry[] {
  return readJournal(new URL(`../../fixtures/journals/${name}.jsonl`, import.meta.url).pathname).entries
}

/** What the sections of a journal's report are given. */
export function seenOf(entries: readonly Entry[]): Seen {
  return { entries, judgement: judge(entries), run: runFactsOf(entries), timeline: null, assets }
}

export function page(entries: readonly Entry[]): string {
  return renderHtml(seenOf(entries))
}

/** What a reader sees of a page: without tags, style and script. */
export function words(html: string): string {
  return html.replace(/<(style|script)\b.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ')
}

export function anchors(html: string): { readonly ids: readonly string[]; readonly links: readonly string[] } {
  const all = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, found = '']) => found)
  return { ids: all(/<[a-z][^>]*? id="([^"]*)"/g), links: all(/<a [^>]*?href="([^"]*)"/g) }
}

/** What the page lets the browser do. */
export function policyOf(html: string): string {
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? []
  return policy.replaceAll('&#x27;', "'")
}
