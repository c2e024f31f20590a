import assert from 'node:assert/strict'
import { rollbackRestoresRows } from '../../harness/checks/rollback-restores-rows.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, rows, started } from './journal.ts'

const SETTLED = 'Settled by a rehearsal whose migrations run up and down on the quiet clone.'
const seeded: Fact = { kind: 'seed.table', table: 'orders', rows: 3, bytes: 8_192 }

function judge(...facts: readonly Fact[]) {
  return rollbackRestoresRows.judge(journal(started(), seeded, ...facts))
}

describe('rollback-restores-rows', () => {
  it('names each table whose rows differ, though their number be the same', () => {
    const differences = [
      { table: 'orders', rowsBefore: 3, rowsAfter: 3 },
      { table: 'notes', rowsBefore: 5, rowsAfter: 4 },
      { table: 'flags', rowsBefore: 1, rowsAfter: null },
    ]
    const findings = findingsOf(judge(rows({ differences })))
    assert.deepEqual(
      findings.map(({ severity, subject, summary, evidence }) => ({ severity, subject, summary, evidence })),
      [
        {
          severity: 'blocker',
          subject: 'orders',
          summary: '3 rows before and after up and down, but their contents differ',
          evidence: [3],
        },
        { severity: 'blocker', subject: 'notes', summary: '5 rows before, 4 after up and down', evidence: [3] },
        {
          severity: 'blocker',
          subject: 'flags',
          summary: 'the table is gone after up and down, and 1 row with it',
          evidence: [3],
        },
      ],
    )
  })

  it('names the columns that are gone', () => {
    const summaries = [['note'], ['note', 'total']].map((columnsLost) => {
      const differences = [{ table: 'orders', rowsBefore: 3, rowsAfter: 3, columnsLost }]
      const { severity, summary } = onlyFinding(judge(rows({ differences })))
      return [severity, summary]
    })
    assert.deepEqual(summaries, [
      ['blocker', 'column note is gone after up and down, and with it what 3 rows held there'],
      ['blocker', 'columns note, total are gone after up and down, and with them what 3 rows held there'],
    ])
  })

  it('passes where every row is equal', () => {
    assertPassed(judge(rows()), '1200000 rows in 1 table are equal after up and down')
  })

  it('does not know where rows were not compared', () => {
    assertUnknown(judge(), `rows were not compared on the quiet clone. ${SETTLED}`)
  })

  it('does not know where the probe failed, and says why', () => {
    const failed: Fact = { kind: 'probe.failed', probe: 'rows-up-down-equal', reason: 'the down migration failed' }
    assertUnknown(judge(failed), `probe rows-up-down-equal failed: the down migration failed. ${SETTLED}`)
  })

  it('does not know where tables were left out', () => {
    assertUnknown(judge(rows({ tables: 0 })), `0 of 1 seeded tables were compared. ${SETTLED}`)
  })

  it('only notes a table that is left behind, for rollback-restores-schema judges it', () => {
    const finding = onlyFinding(judge(rows({ differences: [{ table: 'audit_log', rowsBefore: null, rowsAfter: 2 }] })))
    assert.deepEqual([finding.severity, finding.summary], ['note', 'the table is left behind with 2 rows'])
  })

  it('is not applicable where there is no way back', () => {
    assertPassed(
      rollbackRestoresRows.judge(journal(started({ wayBack: 'none' }))),
      'not applicable, the spec declares no way back',
    )
  })

  it('says that it proved nothing about scripts', () => {
    const scripted = started({ upgradeSteps: ['migrate up migrations', 'run ./backfill.sh'] })
    const ruling = rollbackRestoresRows.judge(journal(scripted, rows()))
    assert.match(ruling.because, /; what "run \.\/backfill\.sh" does to rows was not proved$/)
  })
})
