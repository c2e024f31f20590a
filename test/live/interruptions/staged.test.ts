import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Act } from '../../../harness/acts/act.ts'
import { interruptMigrations } from '../../../harness/acts/interrupted.ts'
import type { Scene } from '../../../harness/acts/scene.ts'
import { QUIET, seed } from '../../../harness/acts/seed.ts'
import { stage } from '../../../harness/acts/stage.ts'
import { interruptedMigrationNotResumable } from '../../../harness/checks/interrupted-migration-not-resumable.ts'
import { Journal } from '../../../harness/journal/journal.ts'
import { type Entry, entriesOf } from '../../../harness/model/evidence.ts'
import { planRehearsal } from '../../../harness/plan/plan-rehearsal.ts'
import { rehearse } from '../../../harness/rehearse.ts'
import { readSpec } from '../../../harness/spec/read.ts'
import { hasEngine } from '../engine.ts'
import { type Case, interruptedFixture } from './fixture.ts'

// Whole rehearsals of each case and its twin: `npm run bar -- interrupted-migrations`.
describe('a migration tool that is stopped on a staging copy', function () {
  this.timeout(300_000)

  for (const runtime of ['processes', 'containers'] as const) {
    it(`is killed for real and run again: one commit too many is found, one commit is not, in ${runtime}`, async function () {
      if (runtime === 'containers' && !hasEngine()) return this.skip()
      const journal = await staged(runtime, ['tool', 'tool-mended'])
      const ruling = interruptedMigrationNotResumable.judge(journal)
      if (ruling.ruling !== 'found') assert.fail(JSON.stringify(ruling))
      // Its way back has the same slip: DROP INDEX is committed before the history knows.
      const [blocker] = ruling.findings
      assert.deepEqual(
        [
          blocker?.severity,
          blocker?.subject,
          ruling.findings.filter(({ summary }) => !summary.includes('two-commits')),
        ],
        ['blocker', 'CREATE TABLE archive (item bigint PRIMARY KEY)', []],
      )
      assert.match(
        blocker?.summary ?? '',
        /^stopped after statement 3 of 6 of migrate node runner\.mjs up two-commits archive .*: relation "archive" already exists \(42P07\); statement 3 of 6 is committed and not repeatable$/,
      )
      const ways = entriesOf(journal, 'migration.interrupted').map(({ how }) => how)
      assert.deepEqual([...new Set(ways)].toSorted(), ['backend-terminated', 'tool-killed'])
    })
  }
})

/** Stages and seeds the fixture, and interrupts its migrations. */
async function staged(runtime: Scene['runtime'], cases: readonly Case[]): Promise<readonly Entry[]> {
  using fixture = interruptedFixture(...cases)
  mkdirSync(fixture.out)
  using journal = new Journal(join(fixture.out, 'journal.jsonl'))
  const scene: Scene = {
    plan: planRehearsal(await readSpec(fixture.spec, {})),
    ...{
      runtime,
      folder: fixture.out,
      history: null,
      label: { id: 'stops', pid: process.pid },
      progress: () => undefined,
    },
    k6: { path: '', version: '', source: '' },
  }
  const interrupt: Act = {
    name: 'probes',
    runs: 'while-well',
    perform: async (company) => ({ status: 'ok', summary: `${await interruptMigrations(scene, company, QUIET)}` }),
  }
  await rehearse([stage(scene), seed(scene), interrupt], journal, new AbortController().signal)
  return journal.read()
}
