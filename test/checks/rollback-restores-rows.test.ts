import assert from 'node:assert/strict'
import { rollbackRestoresRows } from '../../harness/checks/rollback-restores-rows.ts'
import type { Fact, TableDifference } from '../../harness/model/evidence.ts'
import type { NarrowedRows, RowExample } from '../../harness/model/facts-of-rows.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, rows, started } from './journal.ts'
import { stair, stairway } from './stairs.ts'

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

  it('names the file where a single migration loses them as well', () => {
    const difference = { table: 'orders', rowsBefore: 3, rowsAfter: 3 }
    const lost = { ...difference, columns: [], lost: 3, generated: false }
    const climbed = stairway([stair({ verdict: 'rows-lost', rows: [lost] })], 'probes')
    assert.equal(
      onlyFinding(judge(...climbed, rows({ differences: [difference] }))).summary,
      '3 rows before and after up and down, but their contents differ; from db/1_note.down.sql',
    )
  })

  it('says that nobody can read a materialised view any more', () => {
    const differences = [{ table: 'totals', rowsBefore: 3, rowsAfter: 0, unpopulated: true as const }]
    const { severity, summary } = onlyFinding(judge(rows({ differences })))
    assert.deepEqual(
      [severity, summary],
      [
        'blocker',
        'the materialised view is not populated after up and down, and whoever reads it is refused; it held 3 rows',
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

  const narrowed = { missing: 0, added: 0, changed: 0, complete: true, key: ['id'], columns: [], examples: [] }
  const summaryOf = (told: Partial<NarrowedRows>, more: Partial<TableDifference> = {}) => {
    const table = { table: 'payments', rowsBefore: 812_044, rowsAfter: 812_044, ...more }
    return onlyFinding(judge(rows({ differences: [{ ...table, narrowed: { ...narrowed, ...told } }] }))).summary
  }
  const example = (change: RowExample['change'], ...key: readonly string[]): RowExample => ({
    change,
    key,
    columns: [],
  })

  it('names the rows that differ by their key, and the columns in which they do', () => {
    const examples = ['17', '512', '90211'].map((id) => example('changed', id))
    assert.equal(
      summaryOf({ changed: 3, columns: ['amount_cents'], examples }),
      '3 of 812,044 rows differ in amount_cents: id 17, 512, 90211',
    )
  })

  it('tells rows that are gone from rows that have come', () => {
    assert.equal(
      summaryOf({
        missing: 2,
        added: 1,
        key: ['tenant', 'id'],
        examples: [example('missing', '4', '17'), example('added', '4', '18')],
      }),
      '2 of 812,044 rows are gone: (tenant, id) (4, 17) and 1 more; 1 row is there that was not: (tenant, id) (4, 18)',
    )
  })

  it('says where a table has no key, where only a share was looked at, and what was compared as text', () => {
    assert.equal(
      summaryOf({ missing: 1, key: [], examples: [example('missing')] }),
      '1 of 812,044 rows is gone; the table has no key to tell its rows by',
    )
    assert.equal(
      summaryOf({ changed: 1_000, complete: false, columns: ['note'] }, { columnsAsText: ['note'] }),
      'at least 1,000 of 812,044 rows differ in note; note has another type than before and was compared as text',
    )
  })

  it('tells values of columns where they were allowed', () => {
    const columns = [{ column: 'note', was: null, is: 'x' }, { column: 'amount_cents' }]
    const examples = [{ ...example('changed', '17'), columns }]
    assert.equal(
      summaryOf({ changed: 1, columns: ['note', 'amount_cents'], examples }),
      '1 of 812,044 rows differs in note, amount_cents: id 17 (note NULL → x)',
    )
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

  it('is concerned about each script of which nobody knows what it does to rows', () => {
    const scripts = { performed: [], unproved: ['run ./backfill.sh'], because: ['run ./backfill.sh'] }
    const { severity, subject, summary } = onlyFinding(judge(rows({ scripts })))
    assert.deepEqual(
      [severity, subject, summary],
      [
        'concern',
        'run ./backfill.sh',
        'not proved: what it does to rows, and whether the way back undoes it, since run ./backfill.sh may do more than speak to the database, and no such step is tried on a clone',
      ],
    )
  })

  it('says which script failed on the clone, where no service is swapped', () => {
    const scripts = { performed: [], unproved: ['run psql -f fill.sql'], because: [], failed: 'run psql -f fill.sql' }
    assert.match(
      onlyFinding(judge(rows({ scripts }))).summary,
      /since run psql -f fill\.sql failed on a clone, where no/,
    )
  })

  it('names the scripts that were performed on the clone', () => {
    const scripts = { performed: ['run psql -f backfill.sql'], unproved: [], because: [] }
    assertPassed(
      judge(rows({ scripts })),
      '1200000 rows in 1 table are equal after up and down, with run psql -f backfill.sql performed there as well',
    )
    assertPassed(
      judge(rows({ scripts: { ...scripts, performed: [] } })),
      '1200000 rows in 1 table are equal after up and down',
    )
  })

  it('says that it proved nothing about scripts in a journal that does not tell of them', () => {
    const scripted = started({ upgradeSteps: ['migrate up migrations', 'run ./backfill.sh'] })
    const ruling = rollbackRestoresRows.judge(journal(scripted, rows()))
    assert.match(ruling.because, /; what "run \.\/backfill\.sh" does to rows was not proved$/)
  })
})
