import { renderHtml } from './html/page.ts'
import type { Seen } from './html/section.ts'
import { renderJunit } from './junit.ts'
import { renderTrace } from './trace-json.ts'
import { renderVerdictJson } from './verdict-json.ts'

/** What a run's folder gets beside report.md, by file name. */
export const REPORTS: Readonly<Record<string, (seen: Seen) => string>> = {
  'verdict.json': ({ entries, judgement }) => renderVerdictJson(entries, judgement),
  'report.html': renderHtml,
  'trace.json': renderTrace,
  'junit.xml': ({ entries, judgement }) => renderJunit(entries, judgement),
}
