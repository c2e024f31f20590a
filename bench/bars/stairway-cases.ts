import { judge } from '../../harness/checks/judge.ts'
import { entriesOf } from '../../harness/model/evidence.ts'
import { hasEngine } from '../../test/live/engine.ts'
import { tiny } from '../../test/live/rehearsal/tiny.ts'
import { startFulldress } from './fulldress.ts'

/**
 * Ways down that make good what others leave out: the whole rollback restores, its migrations by themselves do not. The
 * stairway of a rehearsal names both and nothing else; of the good twin nothing is found, in both runtimes.
 */
const GOOD = {
  'migrations/002_tags.up.sql': 'CREATE TABLE tags (id int PRIMARY KEY, name text NOT NULL);\n',
  'migrations/002_tags.down.sql': 'DROP TABLE IF EXISTS tags;\n',
  'migrations/001_note.down.sql': 'ALTER TABLE items DROP COLUMN IF EXISTS note;\n',
}
const BAD = {
  ...GOOD,
  'migrations/001_note.down.sql': '-- 002_tags does it.\n',
  'migrations/002_tags.down.sql': 'DROP TABLE IF EXISTS tags;\nALTER TABLE items DROP COLUMN IF EXISTS note;\n',
}
const CASES = [
  { name: 'the good twin', files: GOOD, exitCode: 0, expected: [] },
  {
    name: 'ways down that lean on others',
    files: BAD,
    exitCode: 1,
    expected: ['down-empty migrations/001_note.down.sql', 'down-incomplete migrations/002_tags.down.sql'],
  },
]

let missed = 0
for (const runtime of ['processes', ...(hasEngine() ? (['containers'] as const) : [])] as const) {
  for (const { name, files, exitCode, expected } of CASES) {
    using rehearsal = tiny()
    for (const [file, text] of Object.entries(files)) rehearsal.write(file, text)
    const { spec, out } = rehearsal
    const ended = await startFulldress(['rehearse', spec, '--runtime', runtime, '--out', out], { limitSeconds: 600 })
      .ended
    const entries = rehearsal.journal()
    const { verdict, findings } = judge(entries)
    const found = findings.filter(({ severity }) => severity === 'blocker').map((one) => `${one.check} ${one.subject}`)
    const holds = ended.exitCode === exitCode && String(found.toSorted()) === String(expected)
    if (!holds) missed++
    const ms = entriesOf(entries, 'stairway.ended').reduce((sum, { durationMs }) => sum + durationMs, 0)
    console.log(
      `${holds ? 'holds ' : 'MISSED'} ${name}, ${runtime}: ${verdict}; ${found.join(', ') || 'no blocker'}; stairway ${(ms / 1_000).toFixed(1)} s of ${ended.seconds.toFixed(0)} s`,
    )
    if (!holds) console.log(ended.stdout + ended.stderr)
  }
}
process.exitCode = missed === 0 ? 0 : 1
