import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Judgement } from '../checks/judgement.ts'
import { drawn } from '../errors.ts'
import type { Entry } from '../model/evidence.ts'
import { REPORTS } from '../report/index.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { runFactsOf } from '../report/run.ts'
import { descentLines } from '../terminal/descent-lines.ts'
import { ink, tame } from '../terminal/ink.ts'
import { allMigrationLines } from '../terminal/locks-lines.ts'
import { stairwayLines } from '../terminal/stairway-lines.ts'
import { readPageAssets } from './page-assets.ts'
import { readTimeline } from './read-timeline.ts'

/** Writes report.html, verdict.json and the other reports into a run's folder; returns the path of the one to read. */
export function writeReports(folder: string, entries: readonly Entry[], judgement: Judgement): string {
  const seen = {
    entries,
    judgement,
    run: runFactsOf(entries),
    timeline: readTimeline(folder, entries),
    assets: readPageAssets(),
  }
  const plain = ink(false)
  const tables = [allMigrationLines, stairwayLines, descentLines]
    .map((lines) =>
      drawn(
        () => lines(entries, plain),
        (sentence) => `${sentence}\n`,
      ),
    )
    .join('')
  for (const [file, render] of Object.entries(REPORTS)) {
    const text = drawn(
      () => render(seen),
      (sentence) => {
        // One of an earlier time would be taken for this one.
        rmSync(join(folder, file), { force: true })
        process.stderr.write(`warning: ${file} is not written: ${tame(sentence)}\n`)
        return ''
      },
    )
    if (text !== '') writeFileSync(join(folder, file), text)
  }
  writeFileSync(join(folder, 'report.md'), renderMarkdown(entries, judgement, tables))
  return join(folder, 'report.html')
}
