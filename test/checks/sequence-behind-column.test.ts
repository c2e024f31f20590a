import assert from 'node:assert/strict'
import { sequenceBehindColumn } from '../../harness/checks/sequence-behind-column.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, sequences, started } from './journal.ts'

describe('sequence-behind-column', () => {
  it('finds a sequence whose next value is in use, and names both', () => {
    const behind = [{ sequence: 'orders_id_seq', column: 'orders.id', next: 100, maximum: 100 }]
    assert.deepEqual(onlyFinding(sequenceBehindColumn.judge(journal(started(), sequences(behind)))), {
      check: 'sequence-behind-column',
      severity: 'blocker',
      subject: 'orders_id_seq',
      summary: 'hands out 100 next, while orders.id holds 100 already',
      remedy: 'Set the sequence with setval() to the maximum of its column, in the step that moves the rows.',
      measured: { next: 100 },
      limit: { next: 101 },
      evidence: [2],
    })
  })

  it('only notes a sequence that was behind before the upgrade', () => {
    const behind = [{ sequence: 'regions_id_seq', column: 'regions.id', next: 1, maximum: 2 }]
    const finding = onlyFinding(
      sequenceBehindColumn.judge(journal(started(), sequences(behind, 'seeded'), sequences(behind))),
    )
    assert.equal(finding.severity, 'note')
    assert.equal(finding.summary, 'hands out 1 next, while regions.id holds 2 already; so it was before the upgrade')
    assert.deepEqual(finding.evidence, [2, 3])
  })

  it('passes where every sequence is ahead', () => {
    assertPassed(sequenceBehindColumn.judge(journal(started(), sequences())), 'no sequence is behind its column')
  })

  it('does not know where nobody read them at the end', () => {
    assertUnknown(
      sequenceBehindColumn.judge(journal(started(), sequences([], 'seeded'))),
      'sequences were not read at the end. Settled by a rehearsal that reaches the audit.',
    )
  })
})
