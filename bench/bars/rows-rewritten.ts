import { tiny } from '../../test/live/rehearsal/tiny.ts'
import { startFulldress, verdictOf } from './fulldress.ts'
import { barOptions } from './runtimes.ts'

/**
 * A migration that rewrites values, and a down that restores the schema to the letter: without a copy of the old values
 * it is found by `rollback-restores-rows` alone, with the rows named; with one it is a GO.
 */
const UPDATE = 'UPDATE items SET name = upper(name) WHERE id IN (SELECT id FROM shouted);\n'
const CASES = [
  {
    name: 'the old values are nowhere',
    up: `CREATE TABLE shouted AS SELECT id FROM items WHERE id IN (17, 512, 902);\n${UPDATE}`,
    down: 'DROP TABLE shouted;\n',
    expected: ['rollback-restores-rows items: 3 of 1,000 rows differ in name: id 17, 512, 902'],
  },
  {
    name: 'the old values are kept aside',
    up: `CREATE TABLE shouted AS SELECT id, name FROM items WHERE id IN (17, 512, 902);\n${UPDATE}`,
    down: 'UPDATE items SET name = shouted.name FROM shouted WHERE shouted.id = items.id;\nDROP TABLE shouted;\n',
    expected: [],
  },
] as const

const { runtimes } = barOptions(process.argv, 1)
let wrong = 0
for (const runtime of runtimes) {
  for (const { name, up, down, expected } of CASES) {
    using rehearsal = tiny()
    rehearsal.write('migrations/001_note.up.sql', up)
    rehearsal.write('migrations/001_note.down.sql', down)
    const args = ['rehearse', rehearsal.spec, '--runtime', runtime, '--out', rehearsal.out]
    const { exitCode, stdout, stderr } = await startFulldress(args, { limitSeconds: 400 }).ended
    const found = verdictOf(rehearsal.out)
      .findings.filter(({ severity }) => severity === 'blocker')
      .map(({ check, subject, summary }) => `${check} ${subject}: ${summary}`)
    const good = found.join() === expected.join() && exitCode === (expected.length === 0 ? 0 : 1)
    if (!good) wrong++
    console.log(
      `${good ? 'holds ' : 'MISSED'} ${runtime}, ${name}: exit ${exitCode}, ${found.join('; ') || 'no blocker'}`,
    )
    if (!good) console.log(stdout, stderr.slice(-2_000))
  }
}
console.log(wrong === 0 ? 'bar holds' : `bar missed: ${wrong}`)
process.exitCode = wrong === 0 ? 0 : 1
