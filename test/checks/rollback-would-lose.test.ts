import assert from 'node:assert/strict'
import { rollbackWouldLose } from '../../harness/checks/rollback-would-lose.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { DestroyedObject, DestroyedValues } from '../../harness/model/facts-of-ways.ts'
import { assertPassed, assertUnknown, findingsOf } from './expect.ts'
import { journal, started } from './journal.ts'

const SCHEME: DestroyedObject = {
  object: 'payments.scheme',
  loss: 'column',
  relation: 'payments',
  column: 'scheme',
  was: 'text',
  is: null,
}
const AMOUNT: DestroyedObject = {
  object: 'payments.amount',
  loss: 'narrowed',
  relation: 'payments',
  column: 'amount',
  was: 'bigint',
  is: 'integer',
}
const SETTLED =
  'Settled by a rehearsal whose migrations run up and down on the quiet clone, and that reaches the rollback.'

function destroys(...objects: readonly DestroyedObject[]): Fact {
  return { kind: 'rollback.destroys', objects }
}

function counted(when: 'upgraded' | 'leaving', ...counts: readonly DestroyedValues[]): Fact {
  return { kind: 'destroyed.counted', when, counted: counts }
}

function judge(...facts: readonly Fact[]) {
  return rollbackWouldLose.judge(journal(started({ pointOfNoReturn: 'the first refund' }), ...facts))
}

describe('rollback-would-lose', () => {
  it('says how much is in what the rollback drops or narrows, and how much of it is new', () => {
    const before = counted('upgraded', { object: 'payments.scheme', values: 10 })
    const now = counted(
      'leaving',
      { object: 'payments.scheme', values: 18_243 },
      { object: 'payments.amount', values: 1 },
    )
    assert.deepEqual(
      findingsOf(judge(destroys(SCHEME, AMOUNT), before, now)).map(({ severity, subject, summary }) => [
        severity,
        subject,
        summary,
      ]),
      [
        [
          'concern',
          'payments.scheme',
          'the rollback drops it, and with it 18243 values, 18233 of them written since the upgrade',
        ],
        ['concern', 'payments.amount', 'the rollback turns bigint into integer, which cannot hold 1 value'],
      ],
    )
  })

  it('passes where nothing was written there', () => {
    assertPassed(
      judge(destroys(SCHEME), counted('leaving', { object: 'payments.scheme', values: 0 })),
      'nothing was in what the rollback drops or narrows: payments.scheme',
    )
    assertPassed(judge(destroys()), 'the rollback drops or narrows nothing that holds values')
  })

  it('does not know where nobody looked or nobody counted', () => {
    assertUnknown(judge(), `no clone showed what the rollback destroys. ${SETTLED}`)
    assertUnknown(judge(destroys(SCHEME)), `nobody counted what is in it before the rollback. ${SETTLED}`)
    assertUnknown(
      judge(destroys(SCHEME), counted('leaving', { object: 'payments.scheme', values: null })),
      `what is in payments.scheme was not counted in time. ${SETTLED}`,
    )
  })
})
