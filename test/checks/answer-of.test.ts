import assert from 'node:assert/strict'
import { answerOf } from '../../harness/checks/answer-of.ts'
import { judge } from '../../harness/checks/judge.ts'
import { passed } from '../../harness/checks/rule.ts'
import { fixture } from '../report/fixture.ts'

describe('the answer of a check', () => {
  it('is "not asked" where it passed for want of a question', () => {
    for (const because of [
      'nothing is declared: the spec names no ledger',
      'not applicable: only code goes back, the new schema stays',
      'not asked: 4 pairs of blocks reach no p below 0.13',
      'no migration was examined on clones',
      'nobody used the tables: the migrations were traced alone, without probes',
    ])
      assert.equal(answerOf(passed(because)), 'not asked', because)
  })

  it('is what it ruled where it looked', () => {
    assert.equal(answerOf(passed('no object of the catalog differs from before the upgrade')), 'passed')
    assert.equal(answerOf({ ruling: 'unknown', because: 'not asked in time' }), 'unknown')
    assert.equal(answerOf({ ruling: 'found', because: 'not applicable', findings: [] }), 'found')
  })

  it('proves the way back of a rehearsal that went well', () => {
    const { checks } = judge(fixture('all-went-well'))
    const answers = new Map(checks.map(({ id, ruling }) => [id, answerOf(ruling)]))
    assert.equal(answers.get('rollback-restores-schema'), 'passed')
    assert.equal(answers.get('upgrade-completes'), 'passed')
    assert.equal(answers.get('slo-missed'), 'not asked')
  })
})
