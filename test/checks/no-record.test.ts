import assert from 'node:assert/strict'
import { acknowledgedWritesKept } from '../../harness/checks/acknowledged-writes-kept.ts'
import type { Check } from '../../harness/checks/check.ts'
import { columnOrderChanged } from '../../harness/checks/column-order-changed.ts'
import { downEmpty } from '../../harness/checks/down-empty.ts'
import { downFails } from '../../harness/checks/down-fails.ts'
import { downIncomplete } from '../../harness/checks/down-incomplete.ts'
import { downLosesRows } from '../../harness/checks/down-loses-rows.ts'
import { downMissing } from '../../harness/checks/down-missing.ts'
import { interruptedMigrationNotResumable } from '../../harness/checks/interrupted-migration-not-resumable.ts'
import { invariantBroken } from '../../harness/checks/invariant-broken.ts'
import { judge } from '../../harness/checks/judge.ts'
import { mixedVersionsFail } from '../../harness/checks/mixed-versions-fail.ts'
import { newVersionReadsOldWrites } from '../../harness/checks/new-version-reads-old-writes.ts'
import { oldVersionOnNewSchema } from '../../harness/checks/old-version-on-new-schema.ts'
import { rollbackDependsOnUpgrade } from '../../harness/checks/rollback-depends-on-upgrade.ts'
import { rollbackFromFailedStep } from '../../harness/checks/rollback-from-failed-step.ts'
import { rollbackWouldLose } from '../../harness/checks/rollback-would-lose.ts'
import { stairwayClimbed } from '../../harness/checks/stairway-climbed.ts'
import { upgradeRepeatable } from '../../harness/checks/upgrade-repeatable.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { act, journal, started } from './journal.ts'

const OF_PROBES: readonly Check[] = [
  interruptedMigrationNotResumable,
  stairwayClimbed,
  ...[downEmpty, downFails, downIncomplete, downLosesRows, downMissing, upgradeRepeatable, columnOrderChanged],
  rollbackFromFailedStep,
  rollbackWouldLose,
  rollbackDependsOnUpgrade,
]
const OF_ACTS: readonly Check[] = [mixedVersionsFail, acknowledgedWritesKept, invariantBroken]
const OF_CODE_ONLY: readonly Check[] = [oldVersionOnNewSchema, newVersionReadsOldWrites]

const begun = (wayBack: 'down' | 'code-only') =>
  started({
    wayBack,
    pointOfNoReturn: 'not named',
    commandsBack: ['run node back.js'],
    mixedStates: [{ act: 'upgrade', state: 'web 1 on the new schema' }],
    invariants: [{ name: 'sums agree', on: 'both' }],
  })
const INTERRUPTED: Fact = { kind: 'interrupted', signal: 'SIGINT' }
const cut = (name: 'stage' | 'probes' | 'upgrade') =>
  act(name, { status: 'failed', summary: 'cut short', reason: 'cut short' })
const cutByHand = (name: 'probes' | 'upgrade') => [...cut(name), INTERRUPTED]

const RUNS: Readonly<Record<string, { readonly facts: readonly Fact[]; readonly probed: boolean }>> = {
  'whose stage failed': { facts: cut('stage'), probed: false },
  'that was killed in its seed': { facts: [...act('stage'), { kind: 'act.started', act: 'seed' }], probed: false },
  'that was interrupted in its probes': {
    facts: [...act('stage'), ...act('seed'), ...cutByHand('probes')],
    probed: false,
  },
  'that was interrupted in its upgrade': {
    facts: [...act('stage'), ...act('seed'), ...act('probes'), ...act('baseline'), ...cutByHand('upgrade')],
    probed: true,
  },
}

describe('a check of the way back', () => {
  for (const [run, { facts, probed }] of Object.entries(RUNS)) {
    it(`does not pass a rehearsal ${run}`, () => {
      const rulings = (checks: readonly Check[], way: 'down' | 'code-only') =>
        checks.map(({ id, judge }) => `${id} ${judge(journal(begun(way), ...facts)).ruling}`)
      const unknown = (checks: readonly Check[]) => checks.map(({ id }) => `${id} unknown`)
      const due = [...(probed ? [] : OF_PROBES), ...OF_ACTS]
      assert.deepEqual(rulings(due, 'down'), unknown(due))
      assert.deepEqual(rulings(OF_CODE_ONLY, 'code-only'), unknown(OF_CODE_ONLY))
      assert.equal(judge(journal(begun('down'), ...facts)).verdict, 'inconclusive')
    })
  }

  it('does not pass a stairway that was interrupted before anybody told how many stairs there are', () => {
    const facts: readonly Fact[] = [
      begun('down'),
      { kind: 'act.started', act: 'probes' },
      { kind: 'stairway.started', in: 'probes', name: 'orders', runtime: 'processes', stairs: [] },
      INTERRUPTED,
    ]
    assert.equal(downEmpty.judge(journal(...facts)).ruling, 'unknown')
  })

  it('passes where no step migrates anything, though the stage failed', () => {
    const facts = [started({ upgradeSteps: ['run ./up'], rollbackSteps: ['run ./back'] }), ...cut('stage')]
    for (const check of [interruptedMigrationNotResumable, stairwayClimbed, downEmpty])
      assert.equal(check.judge(journal(...facts)).ruling, 'passed', check.id)
  })
})
