import assert from 'node:assert/strict'
import { rollbackFromFailedStep } from '../../harness/checks/rollback-from-failed-step.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { catalog, journal, started } from './journal.ts'

type Tried = EntryOf<'retreat.tried'>

function judge(...facts: readonly Fact[]) {
  return rollbackFromFailedStep.judge(journal(started({ pointOfNoReturn: 'the first refund' }), ...facts))
}

function tried(after: string, change: Partial<Pick<Tried, 'ok' | 'reason' | 'differences'>> = {}): Fact {
  return { kind: 'retreat.tried', after, ok: true, differences: [], ...change }
}

const ENDED: Fact = { kind: 'retreats.ended', stops: 2, tried: 2 }
const ONE = 'migrations/001_a.up.sql'
const TWO = 'migrations/002_b.up.sql'

describe('rollback-from-failed-step', () => {
  it('names the stop from which the rollback fails, or leaves something behind', () => {
    const fails = tried(ONE, {
      ok: false,
      reason: '002_b.down.sql:1: table "b" does not exist',
      differences: ['table a'],
    })
    const leaves = tried(TWO, { differences: ['table a', 'table b'] })
    assert.deepEqual(
      findingsOf(judge(fails, leaves, ENDED)).map(({ severity, subject, summary }) => [severity, subject, summary]),
      [
        [
          'blocker',
          ONE,
          'where the upgrade stops after this, the rollback fails: 002_b.down.sql:1: table "b" does not exist; table a differs from before the upgrade',
        ],
        [
          'blocker',
          TWO,
          'where the upgrade stops after this, the rollback completes and yet table a, table b differ from before the upgrade',
        ],
      ],
    )
  })

  it('tells nothing again that the rollback of the whole upgrade leaves behind as well', () => {
    const whole = catalog({ differences: [{ object: 'table a', change: 'added', was: null, is: '' }] })
    assert.equal(judge(tried(ONE, { differences: ['table a'] }), ENDED, whole).ruling, 'passed')
    const { measured } = onlyFinding(judge(tried(ONE, { differences: ['table a', 'table b'] }), ENDED, whole))
    assert.deepEqual(measured, { differences: 1 })
  })

  it('passes where nothing differs, and says what was not tried', () => {
    assertPassed(
      judge(tried(ONE), { ...ENDED, tried: 1 } as Fact),
      `the rollback restored the catalog from 1 stop: after ${ONE}; 1 stop more was not tried`,
    )
  })

  it('passes where there is nothing between before and after', () => {
    assertPassed(judge({ kind: 'retreats.ended', stops: 0, tried: 0 }), 'the upgrade migrates nothing, or in one go')
  })

  it('does not know where it could not be tried', () => {
    const settled = 'Settled by a rehearsal whose migrations run on clones of the quiet copy.'
    assertUnknown(judge(), `the rollback was not tried from where the upgrade may stop. ${settled}`)
    assertUnknown(
      judge({ kind: 'probe.failed', probe: 'rollback-from-failed-step', reason: 'no room' }),
      `the rollback could not be tried from where the upgrade may stop: no room. ${settled}`,
    )
  })
})
