import { join } from 'node:path'
import { readJournal } from '../../harness/journal/read.ts'

// The least that any reader of a journal does: a Node of its own that parses each line.
const [folder = ''] = process.argv.slice(2)
const { entries } = readJournal(join(folder, 'journal.jsonl'))
process.stdout.write(
  `${JSON.stringify({ entries: entries.length, peakBytes: process.resourceUsage().maxRSS * 1_024 })}\n`,
)
