import assert from 'node:assert/strict'
import { acknowledgedWritesKept } from '../../harness/checks/acknowledged-writes-kept.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, ledger, started } from './journal.ts'

const SETTLED = 'Settled by a rehearsal that reaches the audit, with scenarios that record what was acknowledged.'

function judge(...facts: readonly Fact[]) {
  return acknowledgedWritesKept.judge(journal(started(), ...facts))
}

describe('acknowledged-writes-kept', () => {
  it('names the writes that are gone and those that are there twice', () => {
    const counts = { missing: ['a1', 'a2'], missingCount: 2, doubled: ['b1'], doubledCount: 1 }
    const findings = findingsOf(judge(ledger(counts)))
    assert.deepEqual(
      findings.map(({ severity, subject, summary, measured }) => ({ severity, subject, summary, measured })),
      [
        {
          severity: 'blocker',
          subject: 'orders',
          summary: '2 of 1840 acknowledged writes are not in the database: a1, a2',
          measured: { missing: 2, acknowledged: 1840 },
        },
        {
          severity: 'blocker',
          subject: 'orders',
          summary: '1 of 1840 acknowledged writes is there more than once: b1',
          measured: { doubled: 1, acknowledged: 1840 },
        },
      ],
    )
  })

  it('passes where every write is there once', () => {
    assertPassed(judge(ledger()), '1840 acknowledged writes to orders are there exactly once')
  })

  it('does not know where a declared ledger was not looked up', () => {
    assertUnknown(judge(), `ledger orders was not looked up in the database. ${SETTLED}`)
  })

  it('does not know where nothing was ever acknowledged', () => {
    assertUnknown(judge(ledger({ acknowledged: 0 })), `ledger orders holds no acknowledged write. ${SETTLED}`)
  })

  it('passes where no ledger is declared, and says so', () => {
    assertPassed(
      acknowledgedWritesKept.judge(journal(started({ ledgers: [] }))),
      'nothing is declared: the spec names no ledger',
    )
  })

  it('counts all that are missing, not only the keys it keeps', () => {
    const facts = [started(), ledger({ missing: ['a', 'b', 'c', 'd'], missingCount: 258 })]
    assert.match(onlyFinding(acknowledgedWritesKept.judge(journal(...facts))).summary, /: a, b, c and 255 more$/)
  })
})
