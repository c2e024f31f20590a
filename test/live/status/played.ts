import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodeOf, judge } from '../../../harness/checks/judge.ts'
import { openHouse } from '../../../harness/commands/rehearse/house.ts'
import { Journal } from '../../../harness/journal/journal.ts'
import { readJournal } from '../../../harness/journal/read.ts'
import { Desk } from '../../../harness/status/desk.ts'
import { endingOf } from '../../../harness/status/ending.ts'

/**
 * Plays a journal as a rehearsal records it, told to whom the arguments name; prints its exit code. What it is told of
 * is the only difference between two of them.
 */
const [fixture = '', folder = '', ...notify] = process.argv.slice(2)
const startedAt = performance.now()
let judgement: ReturnType<typeof judge>
{
  await using audience = await openHouse({ notify }, process.env)
  const { entries } = readJournal(fixture)
  let index = 0
  using journal = new Journal(join(folder, 'journal.jsonl'), () => new Date(entries[index]?.at ?? 0))
  using desk = new Desk({ folder, audience })
  journal.listen((entry) => desk.hear(entry))
  for (const { seq: _, at: __, ...fact } of entries) {
    journal.record(fact)
    index++
    await new Promise((done) => setImmediate(done))
  }
  judgement = judge(journal.read())
  desk.conclude(endingOf(journal.read(), judgement, join(folder, 'report.html')))
  console.log(JSON.stringify({ playedMs: performance.now() - startedAt, failure: desk.failure }))
  console.error(readFileSync(join(folder, 'status.jsonl'), 'utf8').split('\n').length - 1, 'messages')
  process.exitCode = exitCodeOf(journal.read(), judgement)
}
