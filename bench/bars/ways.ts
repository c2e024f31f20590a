import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { entriesOf } from '../../harness/model/evidence.ts'
import { type Ways, ways } from '../../test/live/rehearsal/ways.ts'
import { verdictOf } from './fulldress.ts'
import { barOptions } from './runtimes.ts'

const SWAP = '    - service: { notes: "2", strategy: rolling, drain: 1s }\n'
const SWAP_BACK = '    - service: { notes: "1", strategy: rolling, drain: 1s }\n'
const URL = '$' + '{database.url}'
const CAREFUL = 'lockTimeout: 1s, retries: 3'

interface Case {
  readonly name: string
  readonly spoil: (rehearsal: Ways) => void
  /** Checks that block, and nothing else does. */
  readonly blockers: readonly string[]
  /** Checks that must have something to say besides. */
  readonly concerns?: readonly string[]
  /** How the verdict begins, where it is another than GO and NO-GO. */
  readonly verdict?: string
}

/** Every way back as it should be, and its bad twins, each found by exactly its check. */
const CASES: readonly Case[] = [
  { name: 'code-only', spoil: () => undefined, blockers: [] },
  {
    name: 'code-only, what the old version does not write must be there',
    spoil(rehearsal) {
      rehearsal.edit(SWAP, `${SWAP}    - migrate: { files: contract, ${CAREFUL} }\n`)
      // Side by side with the new version the old one fails as well, which is another check's to say.
      rehearsal.edit('{ notes: "1", strategy: rolling, drain: 1s }', '{ notes: "1", strategy: recreate }')
    },
    blockers: ['old-version-on-new-schema'],
  },
  {
    name: 'code-only, the new version cannot read what the old one wrote',
    spoil: (rehearsal) => rehearsal.edit(SWAP, `${SWAP}    - migrate: { files: bare, ${CAREFUL} }\n`),
    blockers: ['new-version-reads-old-writes'],
  },
  {
    name: 'restore',
    spoil: (rehearsal) => rehearsal.edit('way: code-only', 'way: restore'),
    blockers: [],
    concerns: ['acknowledged-writes-kept'],
  },
  { name: 'down', spoil: goDown, blockers: [], concerns: ['rollback-would-lose'] },
  {
    name: 'down, and it fails from half an upgrade',
    spoil(rehearsal) {
      goDown(rehearsal)
      const file = join(rehearsal.folder, 'expand', '002_kind_is_known.down.sql')
      writeFileSync(file, 'ALTER TABLE notes DROP CONSTRAINT kind_is_known;\n')
    },
    blockers: ['rollback-from-failed-step'],
    concerns: ['rollback-would-lose'],
  },
  { name: 'none', spoil: goNowhere, blockers: [], verdict: 'GO, no way back' },
  {
    name: 'none, and the upgrade stops half-way',
    spoil(rehearsal) {
      goNowhere(rehearsal)
      writeFileSync(
        join(rehearsal.folder, 'expand', '002_kind_is_known.up.sql'),
        'ALTER TABLE notes RENAME kin TO kind;\n',
      )
    },
    blockers: ['migration-fails', 'upgrade-completes'],
  },
  {
    name: 'restore by commands of one’s own',
    spoil: restoreByCommands,
    blockers: [],
    concerns: ['acknowledged-writes-kept'],
  },
  {
    name: 'restore by commands of one’s own, which keep too little',
    spoil(rehearsal) {
      restoreByCommands(rehearsal)
      const file = join(rehearsal.folder, 'keep.mjs')
      writeFileSync(file, readFileSync(file, 'utf8').replace('WHERE true', "WHERE reference LIKE 'seed-%'"))
    },
    blockers: ['acknowledged-writes-kept'],
  },
  {
    name: 'restore by a command that does nothing',
    spoil: (rehearsal) => restoreByCommands(rehearsal, 'true'),
    blockers: ['rollback-restores-rows', 'rollback-restores-schema'],
  },
  {
    name: 'restore by a command that does nothing, after an upgrade of rows alone',
    spoil(rehearsal) {
      restoreByCommands(rehearsal, 'true')
      // The new version asks for no column that the old schema lacks.
      rehearsal.edit('"2": { environment: { VERSION: "2" } }', '"2": { environment: { VERSION: "1", LATER: "1" } }')
      change(rehearsal, "UPDATE notes SET body = 'destroyed' WHERE id <= 5;\n", 'SELECT 1;\n')
    },
    blockers: ['rollback-restores-rows'],
  },
  {
    name: 'down, and nothing undoes the rows that a script changed',
    spoil(rehearsal) {
      goDown(rehearsal)
      rehearsal.edit(SWAP, `    - run: psql "${URL}" -c "UPDATE notes SET body = upper(body)"\n${SWAP}`)
    },
    blockers: ['rollback-restores-rows'],
  },
  {
    name: 'down, and a script of which nobody knows what it does to rows',
    spoil(rehearsal) {
      goDown(rehearsal)
      rehearsal.edit(SWAP, `    - run: node keep.mjs take\n${SWAP}`)
    },
    blockers: [],
    concerns: ['rollback-restores-rows', 'rollback-would-lose'],
  },
  {
    name: 'down, which deletes what was written since',
    spoil(rehearsal) {
      goDown(rehearsal)
      const file = join(rehearsal.folder, 'expand', '001_kind.down.sql')
      writeFileSync(file, `DELETE FROM notes WHERE kind = 'rich';\n${readFileSync(file, 'utf8')}`)
      rehearsal.edit('  ledgers:\n    notes: { table: notes, key: reference }\n', '')
    },
    blockers: [],
    concerns: ['rollback-would-lose'],
  },
]

/** Another upgrade of the database, and its way down. */
function change(rehearsal: Ways, up: string, down: string): void {
  for (const name of readdirSync(join(rehearsal.folder, 'expand'))) rmSync(join(rehearsal.folder, 'expand', name))
  writeFileSync(join(rehearsal.folder, 'expand', '001_rows.up.sql'), up)
  writeFileSync(join(rehearsal.folder, 'expand', '001_rows.down.sql'), down)
}

/** The best that can be said without a way back says so. */
function goNowhere(rehearsal: Ways): void {
  const NONE = 'rollback:\n  way: none\n  reason: the old version is gone\n'
  rehearsal.edit(/rollback:[\s\S]*?(?=limits:)/.exec(rehearsal.text())?.[0] ?? '', NONE)
}

function restoreByCommands(rehearsal: Ways, restore = 'node keep.mjs restore'): void {
  rehearsal.edit('way: code-only', `way: restore\n  snapshot: node keep.mjs take\n  restore: "${restore}"`)
}

function goDown(rehearsal: Ways): void {
  rehearsal.edit('way: code-only', 'way: down')
  rehearsal.edit(SWAP_BACK, `${SWAP_BACK}    - migrate: { files: expand, direction: down, ${CAREFUL} }\n`)
}

const { runtimes, only } = barOptions(process.argv, 1)
let wrong = 0
for (const runtime of runtimes) {
  for (const one of CASES.filter(({ name }) => name.includes(only))) {
    using rehearsal = ways()
    one.spoil(rehearsal)
    const { exitCode, stdout, stderr } = await rehearsal.rehearse(runtime)
    const { findings } = verdictOf(rehearsal.out)
    const found = (severity: string) =>
      [...new Set(findings.filter((finding) => finding.severity === severity).map(({ check }) => check))].toSorted()
    const [blockers, concerns] = [found('blocker'), found('concern')]
    const verdict = one.verdict ?? (one.blockers.length === 0 ? 'GO' : 'NO-GO')
    const holds =
      new RegExp(`^${verdict}(?: at this resolution: .*?)?  `, 'm').test(stdout) &&
      exitCode === (one.blockers.length === 0 ? 0 : 1) &&
      blockers.join() === one.blockers.join() &&
      (one.concerns ?? []).every((check) => concerns.includes(check))
    if (!holds) wrong++
    const restored = entriesOf(rehearsal.journal(), 'snapshot.restored').map(
      ({ startedAt, endedAt }) => `, restored in ${((endedAt - startedAt) / 1_000).toFixed(1)} s`,
    )
    const said = `blockers: ${blockers.join(', ') || 'none'}; concerns: ${concerns.join(', ') || 'none'}${restored.join('')}`
    console.log(`${holds ? 'holds ' : 'MISSED'} ${one.name}, in ${runtime}: exit ${exitCode}, ${said}`)
    if (!holds) console.log(stdout + stderr)
  }
  if (only !== '') continue
  using rehearsal = ways()
  goDown(rehearsal)
  const { exitCode, stdout } = await rehearsal.rehearse(runtime, '--ways', 'all')
  const compared = (verdictOf(rehearsal.out).ways ?? []).map(({ way }) => way).join()
  const holds = exitCode === 0 && compared === 'down,restore,code-only'
  if (!holds) wrong++
  console.log(`${holds ? 'holds ' : 'MISSED'} --ways all, in ${runtime}: exit ${exitCode}\n${stdout}`)
}
console.log(wrong === 0 ? 'bar holds: each way back, and each bad twin by exactly its check' : `bar missed: ${wrong}`)
process.exitCode = wrong === 0 ? 0 : 1
