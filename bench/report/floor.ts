import { join } from 'node:path'
import { readJournal } from '../../harness/journal/read.ts'

// The least that any reader of a journal does: a Node of its own that parses each line.
const [folder = ''] = process.argv.slice(2)
const { entries } = readJournal(join(folder, 'journal.jsonl'))
const { user, system } = process.cpuUsage()
const took = {
  entries: entries.length,
  cpuSeconds: (user + system) / 1e6,
  peakBytes: process.resourceUsage().maxRSS * 1_024,
}
process.stdout.write(`${JSON.stringify(took)}\n`)
