import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CORPUS, readCases } from './cases.ts'
import { askFulldress } from './fulldress.ts'
import { type Label, type Result, renderTable, tally } from './table.ts'
import { installTools, VERSIONS } from './tools.ts'

/**
 * Asks each tool about each migration, holds the answers against the labels and writes TABLE.md:
 * `npm run bar -- corpus [CASE…]`. Answers are kept in results.json, so that a part can be asked again: `static` asks all but
 * fulldress, `fulldress` asks it alone, and `table` asks nobody and writes the table anew.
 */
const words = process.argv.slice(2)
const wanted = words.filter((word) => !['static', 'fulldress', 'table'].includes(word))
const RESULTS = join(CORPUS, 'results.json')
/** Most of a run is spent waiting for companions to let go. */
const SIDE_BY_SIDE = 3

const labels = new Map(
  Object.entries(read<Record<string, { readonly label: Label }>>(join(CORPUS, 'labels.json'))).map(
    ([name, { label }]) => [name, label],
  ),
)
const known = existsSync(RESULTS) ? read<Record<string, Result>>(RESULTS) : {}
const results = new Map(Object.entries(known).filter(([name]) => labels.has(name)))
// In the order asked for.
const cases = (wanted.length === 0 ? readCases() : wanted.flatMap((word) => readCases([word]))).filter(({ name }) =>
  labels.has(name),
)
if (!words.includes('fulldress') && !words.includes('table')) await askStaticTools()
write()

const queue = words.includes('static') || words.includes('table') ? [] : [...cases]
await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
const tallies = tally(labels, results)
for (const { heading, detected, missed, falseAlarms, unanswered } of tallies) {
  console.log(`${heading.padEnd(24)} ${detected} detected, ${missed.length} missed, ${falseAlarms.length} false alarms`)
  if (heading !== 'fulldress') continue
  for (const name of missed) console.log(`  missed       ${name}`)
  for (const name of falseAlarms) console.log(`  false alarm  ${name}`)
  for (const name of unanswered) console.log(`  no answer    ${name}`)
}
const [ours] = tallies
const asked = ours?.asked ?? 0
const holds =
  asked === labels.size && ours?.missed.length === 0 && ours.falseAlarms.length === 0 && ours.unanswered.length === 0
console.log(
  holds ? 'bar holds: no miss, no false alarm' : `bar missed (fulldress was asked about ${asked} of ${labels.size})`,
)
process.exitCode = holds ? 0 : 1

async function askStaticTools(): Promise<void> {
  using tools = await installTools()
  for (const one of cases)
    for (const tool of tools.all)
      results.set(one.name, { ...results.get(one.name), [tool.name]: await tool.judge(one.file) })
}

/** Takes cases from the queue until it is empty. */
async function work(): Promise<void> {
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    const told = await askFulldress(one)
    results.set(one.name, { ...results.get(one.name), fulldress: told })
    const said = told.alarm ? 'alarm' : told.exitCode === 0 ? 'silent' : `exit ${told.exitCode}`
    console.log(`${one.name}  ${labels.get(one.name)}  ${said}  ${told.seconds} s  ${told.blockers[0] ?? told.trouble}`)
    write()
  }
}

function write(): void {
  const sorted = [...results].sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(RESULTS, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
  writeFileSync(join(CORPUS, 'TABLE.md'), renderTable(labels, results, VERSIONS))
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T
}
