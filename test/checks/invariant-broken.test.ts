import assert from 'node:assert/strict'
import { invariantBroken } from '../../harness/checks/invariant-broken.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
import type { InvariantMoment } from '../../harness/model/facts-of-writes.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { act, journal, started } from './journal.ts'

type Outcome = EntryOf<'invariant.asked'>['outcome']
type On = 'old' | 'new' | 'both'

const KEPT = { was: 'kept' } as const
const BROKEN = {
  was: 'broken',
  rows: 3,
  more: false,
  first: ['account 7, difference ?', 'account 9, difference ?'],
} as const
const SETTLED =
  'Settled by a rehearsal that reaches the audit, with statements that the schema of their time can answer.'

function asked(when: InvariantMoment, outcome: Outcome = KEPT): Fact {
  return { kind: 'invariant.asked', invariant: 'balances', when, tookMs: 12, outcome }
}

function judge(facts: readonly Fact[], on: On = 'both', about: Parameters<typeof started>[0] = {}) {
  return invariantBroken.judge(journal(started({ invariants: [{ name: 'balances', on }], ...about }), ...facts))
}

describe('invariant-broken', () => {
  it('names the invariant, when it broke, and the first rows', () => {
    const finding = onlyFinding(
      judge([asked('seeded'), asked('upgraded', BROKEN), asked('rolled-back', BROKEN), asked('ended')]),
    )
    assert.deepEqual([finding.severity, finding.subject], ['blocker', 'balances'])
    assert.equal(
      finding.summary,
      'returns 3 rows after the upgrade, and still does after the way back: account 7, difference ?; account 9, difference ?; it holds again at the end',
    )
    assert.equal(
      finding.remedy,
      `${invariantBroken.remedy} A ? stands for a value that is masked: \`show: [difference]\` under \`invariants.balances\` tells it in the next run, of a column that is nobody’s own.`,
    )
    assert.deepEqual([finding.measured, finding.limit, finding.evidence], [{ rows: 3 }, { rows: 0 }, [3, 4]])
  })

  it('passes where no row came back', () => {
    const facts = [asked('seeded'), asked('upgraded'), asked('rolled-back'), asked('ended')]
    assertPassed(judge(facts), 'balances returned no row, 4 times asked')
  })

  it('asks nothing of the other schema than the one it is about', () => {
    assertPassed(judge([asked('upgraded')], 'new'), 'balances returned no row, 1 time asked')
    assertPassed(
      judge([asked('seeded'), asked('rolled-back'), asked('ended')], 'old'),
      'balances returned no row, 3 times asked',
    )
    const stays = [asked('upgraded'), asked('rolled-back'), asked('ended')]
    assertPassed(judge(stays, 'new', { wayBack: 'code-only' }), 'balances returned no row, 3 times asked')
    const noWay = [asked('seeded'), asked('upgraded'), asked('ended')]
    assertPassed(judge(noWay, 'both', { wayBack: 'none' }), 'balances returned no row, 3 times asked')
  })

  it('does not miss the soak that a failed upgrade has not', () => {
    const facts = [...act('upgrade', { status: 'failed' }), asked('seeded'), asked('rolled-back'), asked('ended')]
    assertPassed(judge(facts), 'balances returned no row, 3 times asked')
  })

  it('does not know where it was not asked, or could not be', () => {
    const reason = 'column "total" does not exist (42703)'
    assertUnknown(
      judge([asked('seeded'), asked('upgraded', { was: 'not-asked', reason }), asked('ended')]),
      `invariant balances could not be asked after the upgrade: ${reason}; invariant balances was not asked after the way back. ${SETTLED}`,
    )
  })

  it('passes where none is declared, and says so', () => {
    assertPassed(invariantBroken.judge(journal(started())), 'nothing is declared: the spec names no invariant')
  })
})
