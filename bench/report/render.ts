import { join } from 'node:path'
import { judge } from '../../harness/checks/judge.ts'
import { writeReports } from '../../harness/commands/write-reports.ts'
import { readJournal } from '../../harness/journal/read.ts'

// What `fulldress report` does to a run, in a process of its own: read, judge, render all reports. Prints what it took.
const [folder = ''] = process.argv.slice(2)
const begunAt = performance.now()
const { entries } = readJournal(join(folder, 'journal.jsonl'))
const readAt = performance.now()
const judgement = judge(entries)
const judgedAt = performance.now()
writeReports(folder, entries, judgement)
const endedAt = performance.now()
const { user, system } = process.cpuUsage()
const took = {
  readMs: readAt - begunAt,
  judgeMs: judgedAt - readAt,
  renderMs: endedAt - judgedAt,
  findings: judgement.findings.length,
  cpuSeconds: (user + system) / 1e6,
  peakBytes: process.resourceUsage().maxRSS * 1_024,
}
process.stdout.write(`${JSON.stringify(took)}\n`)
