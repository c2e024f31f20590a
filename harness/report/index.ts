import { renderHtml } from './html/page.ts'
import type { Seen } from './html/section.ts'
import { renderJunit } from './junit.ts'
import { renderMetrics } from './metrics/index.ts'
import { renderRunbook } from './runbook/index.ts'
import { renderTrace } from './trace-json.ts'
import { renderVerdictJson } from './verdict-json.ts'

/** What a run's folder gets beside report.md, by file name; a file that would be empty is not written. */
export const REPORTS: Readonly<Record<string, (seen: Seen) => string>> = {
  'verdict.json': ({ entries, judgement }) => renderVerdictJson(entries, judgement),
  'report.html': renderHtml,
  'trace.json': renderTrace,
  'junit.xml': ({ entries, judgement }) => renderJunit(entries, judgement),
  'runbook.md': renderRunbook,
  'metrics.prom': renderMetrics,
}
