import assert from 'node:assert/strict'
import { rollbackWouldLose } from '../../harness/checks/rollback-would-lose.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
import type { DestroyedObject, DestroyedValues, TableWrites } from '../../harness/model/facts-of-ways.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
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

type When = EntryOf<'writes.read'>['when']

const NOTES: TableWrites = { table: 'notes', file: '1:1', inserted: 500, deleted: 0, rows: 500 }

/** Readings of one table: before each the counters of the one before, and what is other. */
function writes(...readings: readonly (readonly [When, Partial<TableWrites>])[]): readonly Fact[] {
  let last = NOTES
  return readings.map(([when, other]) => {
    last = { ...last, ...other }
    return { kind: 'writes.read', when, tables: [last] }
  })
}

describe('rollback-would-lose', () => {
  it('counts the rows that the rollback deletes, but for those that it deletes on a quiet clone as well', () => {
    const live = writes(
      ['upgraded', { inserted: 540 }],
      ['leaving', { inserted: 620 }],
      ['rolled-back', { inserted: 640, deleted: 108 }],
      ['ended', { inserted: 700 }],
    )
    const clone = (deleted: number) => writes(['clone-upgraded', {}], ['clone-restored', { deleted }])
    const summaries = [0, 3, 107, 108].map((quiet) => {
      const ruling = judge(destroys(), ...clone(quiet), ...live)
      return ruling.ruling === 'found'
        ? ruling.findings.map(({ severity, subject, summary }) => [severity, subject, summary])
        : ruling.because
    })
    const sentence = (rows: string, more = '') => [
      ['concern', 'notes', `the rollback deletes ${rows} written before it under traffic${more}`],
    ]
    assert.deepEqual(summaries, [
      sentence('108 rows that were'),
      sentence('105 rows that were', ', besides 3 rows that it deletes where nobody else writes'),
      sentence('1 row that was', ', besides 107 rows that it deletes where nobody else writes'),
      'the rollback drops or narrows nothing that holds values',
    ])
  })

  it('counts the rows of a table that the rollback truncates', () => {
    const emptied = { file: '1:2', inserted: 530, rows: 20 }
    const ruling = judge(destroys(), ...writes(['leaving', { inserted: 510, rows: 510 }], ['rolled-back', emptied]))
    assert.deepEqual(onlyFinding(ruling).measured, { rows: 510 })
    const rewritten = writes(['leaving', {}], ['rolled-back', { file: '1:2', inserted: 520, rows: 520 }])
    assertPassed(judge(destroys(), ...rewritten), 'the rollback drops or narrows nothing that holds values')
  })

  it('only notes rows that clients may have deleted', () => {
    for (const [before, after] of [
      [0, 40],
      [5, 35],
    ] as const) {
      const readings = writes(
        ['upgraded', {}],
        ['leaving', { deleted: before }],
        ['rolled-back', { deleted: before + 10 }],
        ['ended', { deleted: before + 10 + after }],
      )
      const { severity, summary } = onlyFinding(judge(destroys(), ...readings))
      assert.deepEqual(
        [severity, summary],
        [
          'note',
          '10 rows deleted while the rollback ran; clients delete from the table as well, so that nobody can tell how many of them the rollback deleted',
        ],
      )
    }
  })

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
      'no value would have been lost in what the rollback drops or narrows: payments.scheme',
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
