import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Judgement } from '../checks/judgement.ts'
import type { Entry } from '../model/evidence.ts'
import { renderJunit } from '../report/junit.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { renderVerdictJson } from '../report/verdict-json.ts'
import { ink } from '../terminal/ink.ts'
import { allMigrationLines } from '../terminal/locks-lines.ts'
import { stairwayLines } from '../terminal/stairway-lines.ts'

/** Writes verdict.json, report.md and junit.xml into a run's folder; returns the path of the one to read. */
export function writeReports(folder: string, entries: readonly Entry[], judgement: Judgement): string {
  const report = join(folder, 'report.md')
  const tables = allMigrationLines(entries, ink(false)) + stairwayLines(entries, ink(false))
  writeFileSync(join(folder, 'verdict.json'), renderVerdictJson(entries, judgement))
  writeFileSync(join(folder, 'junit.xml'), renderJunit(entries, judgement))
  writeFileSync(report, renderMarkdown(entries, judgement, tables))
  return report
}
