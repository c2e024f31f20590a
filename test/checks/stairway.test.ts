import assert from 'node:assert/strict'
import { downEmpty } from '../../harness/checks/down-empty.ts'
import { STAIRWAY_CHECKS } from '../../harness/checks/index.ts'
import { judge } from '../../harness/checks/judge.ts'
import { stairwayClimbed } from '../../harness/checks/stairway-climbed.ts'
import { assertPassed } from './expect.ts'
import { act, journal, started } from './journal.ts'
import { assertUnknownWhereTorn, failed, LEFT_BEHIND, stair, stairway } from './stairs.ts'

describe('the checks of a stairway', () => {
  it('pass where each migration goes up, down and up again to the same', () => {
    const judgement = judge(journal(...stairway([stair(), stair({ name: 'db/2.up.sql' })])))
    assert.equal(judgement.verdict, 'go')
    assert.deepEqual(
      judgement.checks.map(({ id, ruling }) => [id, ruling.ruling]),
      STAIRWAY_CHECKS.map(({ id }) => [id, 'passed']),
    )
    assertPassed(downEmpty.judge(journal(...stairway([stair()]))), '1 migration: no way down is empty')
  })

  it('pass in journals of rehearsals that climbed none', () => {
    for (const check of STAIRWAY_CHECKS)
      assertPassed(check.judge(journal(started(), ...act('probes'))), 'no migration was tried down and up again')
  })

  it('are unknown where the stairway broke off, and say why once', () => {
    const [inFull, ...others] = STAIRWAY_CHECKS.toSorted((one) => (one.id === stairwayClimbed.id ? -1 : 1))
    assert.equal(inFull?.id, stairwayClimbed.id)
    for (const check of others) assertUnknownWhereTorn(check)
  })

  it('judge a journal of the command by themselves', () => {
    const empty = stair({ verdict: 'down-empty', schema: [LEFT_BEHIND], errors: [failed('re-up')] })
    const { verdict, findings } = judge(journal(...stairway([empty])))
    assert.deepEqual([verdict, findings.map(({ check }) => check)], ['no-go', ['down-empty']])
  })
})
