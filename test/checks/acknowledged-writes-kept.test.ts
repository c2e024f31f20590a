import assert from 'node:assert/strict'
import { acknowledgedWritesKept } from '../../harness/checks/acknowledged-writes-kept.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
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

  describe('with the content of writes', () => {
    const fields = [{ field: 'amountCents', column: 'amount_cents', compared: 1_840, changed: 2 }]
    const tally = { missing: 0, doubled: 0, changed: 0, declaredLost: 0 }
    const acts = [
      { act: 'baseline', acknowledged: 900, ...tally },
      { act: 'soak', acknowledged: 940, ...tally, changed: 2 },
    ] as const
    const write = { act: 'soak', atMs: 1, endpoint: 'POST /orders' } as const
    const troubled = ['c1', 'c2'].map((key) => ({
      key,
      trouble: 'changed' as const,
      ...write,
      columns: ['amount_cents'],
    }))
    const tried = (overrides: Partial<EntryOf<'ledger.tried'>['fields'][number]> = {}, missing = 0): Fact => ({
      kind: 'ledger.tried',
      ledger: 'orders',
      writes: 50,
      missing,
      fields: [{ field: 'amountCents', column: 'amount_cents', compared: 50, changed: 0, ...overrides }],
    })

    it('names writes that hold something else, and the act and endpoint that promised them', () => {
      const finding = onlyFinding(judge(tried(), ledger({ changedCount: 2, acts, troubled, fields })))
      assert.equal(finding.subject, 'orders.amount_cents')
      assert.equal(
        finding.summary,
        '2 of 1840 acknowledged writes hold another amount_cents than was acknowledged: c1, c2; acknowledged in soak (2) by POST /orders',
      )
    })

    it('passes where every column holds what was acknowledged, and tells of writes without an answer', () => {
      const kept = {
        fields: fields.map((field) => ({ ...field, changed: 0 })),
        acts,
        unanswered: { writes: 3, there: 2, doubled: [] },
      }
      assertPassed(
        judge(tried(), ledger(kept)),
        '1840 acknowledged writes to orders (baseline 900, soak 940; amount_cents compared) are there exactly once; 3 writes went without an answer, of which 2 are there',
      )
    })

    it('does not know of a column that held something else before the upgrade began', () => {
      assertUnknown(
        judge(tried({ changed: 50 }), ledger({ changedCount: 2, acts, troubled, fields })),
        `ledger orders: amountCents (column amount_cents) held something else than clients had sent in 50 of 50 writes before the upgrade began, so that it cannot be judged. ${SETTLED}`,
      )
    })

    it('does not know of a field that no write told, or that was never tried', () => {
      assertUnknown(
        judge(
          tried({ compared: 0 }),
          ledger({ fields: fields.map((field) => ({ ...field, compared: 0, changed: 0 })) }),
        ),
        `ledger orders: no write told its amountCents (column amount_cents), so that it was not compared. ${SETTLED}`,
      )
      assertUnknown(
        judge(ledger({ changedCount: 2, acts, troubled, fields })),
        `ledger orders: amountCents (column amount_cents) was not tried before the upgrade, so that what differs may always have differed. ${SETTLED}`,
      )
    })

    it('finds a column that is gone', () => {
      const finding = onlyFinding(judge(tried(), ledger({ gone: ['amount_cents'], fields })))
      assert.equal(
        finding.summary,
        'the column is gone, with what clients were told it holds in 1840 acknowledged writes',
      )
    })

    it('does not know of a column that is gone with an old schema that is not to come back', () => {
      assertUnknown(
        acknowledgedWritesKept.judge(
          journal(started({ wayBack: 'code-only' }), tried(), ledger({ gone: ['amount_cents'], fields })),
        ),
        `ledger orders: amount_cents is gone from the new schema, so that it was not compared. ${SETTLED}`,
      )
    })

    it('trusts what is the same in the end, whatever was tried before', () => {
      const kept = ledger({ fields: fields.map((field) => ({ ...field, changed: 0 })) })
      for (const before of [[], [tried({ compared: 0 }, 50)], [tried({ changed: 9 })]])
        assert.equal(judge(...before, kept).ruling, 'passed')
    })

    it('makes nothing of missing keys where none was found before the upgrade either', () => {
      assertUnknown(
        judge(tried({ compared: 0 }, 50), ledger({ missing: ['a'], missingCount: 1_840 })),
        `ledger orders: none of 50 writes of the baseline could be found before the upgrade began, so it does not find what the scripts record. ${SETTLED}`,
      )
    })

    it('says how many were missing before the upgrade began', () => {
      const { summary } = onlyFinding(judge(tried({}, 2), ledger({ missing: ['a'], missingCount: 1 })))
      assert.equal(
        summary,
        '1 of 1840 acknowledged writes is not in the database: a; 2 could not be found before the upgrade began',
      )
    })
  })

  it('is concerned about what the way back gives up by design, and blocks nothing', () => {
    const lost = { missing: 0, doubled: 0, changed: 0, declaredLost: 31 }
    const acts = [{ act: 'soak', acknowledged: 940, ...lost }] as const
    const troubled = [{ key: 'd1', trouble: 'declared-lost', act: 'soak', atMs: 1, endpoint: 'POST /orders' }] as const
    const { severity, summary } = onlyFinding(judge(ledger({ declaredLostCount: 31, acts, troubled })))
    assert.deepEqual(
      [severity, summary],
      [
        'concern',
        '31 of 1840 acknowledged writes are given up by the way back, as it declares: d1 and 30 more; acknowledged in soak (31) by POST /orders',
      ],
    )
  })

  it('is concerned about a write without an answer that is there twice', () => {
    const { severity, summary } = onlyFinding(judge(ledger({ unanswered: { writes: 4, there: 2, doubled: ['u'] } })))
    assert.deepEqual([severity, summary], ['concern', '1 write that never got an answer is there more than once: u'])
  })

  it('says why a ledger could not be looked up', () => {
    const failed = {
      kind: 'ledger.failed',
      ledger: 'orders',
      when: 'audit',
      reason: 'relation "placed" does not exist',
    } as const
    assertUnknown(
      judge(failed),
      `ledger orders was not looked up in the database: relation "placed" does not exist. ${SETTLED}`,
    )
  })
})
