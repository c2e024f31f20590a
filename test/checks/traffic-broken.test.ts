import assert from 'node:assert/strict'
import { trafficBroken } from '../../harness/checks/traffic-broken.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { Scenario } from '../../harness/model/facts-of-trials.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, phase } from './journal.ts'
import { at, examined, harmFelt, survived, traced, tried } from './trials.ts'

const { judge } = trafficBroken

function severity(scenario: Scenario, overrides: Parameters<typeof harmFelt>[1]) {
  const ruling = judge(tried({ beside: [harmFelt(scenario, overrides)] }))
  return ruling.ruling === 'found' ? ruling.findings.map((one) => one.severity).join() : ruling.ruling
}

describe('traffic-broken', () => {
  it('blocks what breaks a statement of the application, once for all trials', () => {
    const beside = [harmFelt('traffic'), harmFelt('long-reader', { times: 8, when: 'during' }), harmFelt('filled')]
    const finding = onlyFinding(judge(tried({ beside })))
    assert.deepEqual(
      [finding.severity, finding.subject, finding.summary, finding.measured],
      [
        'blocker',
        'migrations/003.sql:1',
        'the application’s statement SELECT note FROM orders WHERE id = ? failed 32 times after migrations/003.sql, with clients only, beside a long reader and 1 more: 42703: column "note" does not exist',
        { errors: 32 },
      ],
    )
  })

  it('blocks a prepared statement of the application, and has a concern about a companion’s', () => {
    const plan = { sqlstate: '0A000', message: 'cached plan must not change result type', what: 'SELECT * FROM orders' }
    assert.equal(severity('prepared', { ...plan, by: 'companion' }), 'concern')
    assert.equal(severity('prepared', plan), 'blocker')
    assert.equal(severity('traffic', plan), 'blocker')
  })

  it('notes a companion’s where the statements given name their columns', () => {
    const plan = { sqlstate: '0A000', message: 'cached plan must not change result type', by: 'companion' } as const
    const beside = [
      harmFelt('prepared', { ...plan, what: 'prepared SELECT * FROM orders' }),
      harmFelt('prepared', { ...plan, what: 'prepared SELECT * FROM items' }),
    ]
    const given: Fact = { kind: 'statements.given', migration: 1, byColumn: ['orders'] }
    const alone = [traced(2, { statement: 'ALTER TABLE orders ADD COLUMN note text' })]
    const ruling = judge(tried({ alone, beside, more: [given] }))
    assert.equal(ruling.ruling, 'found')
    assert.deepEqual(
      ruling.findings.map(({ severity, summary }) => [
        severity,
        summary.includes('orders'),
        summary.split('; ').at(-1),
      ]),
      [
        ['note', true, 'none of the statements given reads SELECT * of it'],
        ['concern', false, 'whether the application does the same is unknown: needs traffic'],
      ],
    )
  })

  it('leaves it a concern where a column changes its type, which breaks statements that name it as well', () => {
    const plan = { sqlstate: '0A000', message: 'cached plan must not change result type', by: 'companion' } as const
    const alone = [traced(2, { statement: 'ALTER TABLE orders ALTER COLUMN amount TYPE bigint' })]
    const beside = [harmFelt('prepared', { ...plan, what: 'prepared SELECT * FROM orders' })]
    const given: Fact = { kind: 'statements.given', migration: 1, byColumn: ['orders'] }
    assert.equal(onlyFinding(judge(tried({ alone, beside, more: [given] }))).severity, 'concern')
  })

  it('blames a changed result on what changes columns, and says it once of prepared statements', () => {
    const plan = { sqlstate: '0A000', message: 'cached plan must not change result type', place: at(3) }
    const alone = [
      traced(2, { statement: 'ALTER TABLE orders ALTER COLUMN amount TYPE bigint' }),
      traced(3, { statement: 'ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES c' }),
    ]
    const beside = [
      harmFelt('traffic', { ...plan, what: 'SELECT * FROM orders WHERE id = ?' }),
      harmFelt('prepared', { ...plan, by: 'companion', what: 'prepared SELECT * FROM orders' }),
    ]
    const { severity: worst, subject, remedy } = onlyFinding(judge(tried({ alone, beside })))
    assert.deepEqual([worst, subject], ['blocker', 'migrations/003.sql:2'])
    assert.match(remedy, /^Let the application prepare them anew .* where one changes its type, it is not\.$/)
  })

  it('has a concern about a probe: whether the application does so needs traffic', () => {
    const finding = onlyFinding(
      judge(
        tried({
          beside: [harmFelt('traffic', { by: 'probe-write', what: 'orders', sqlstate: '23514', message: 'x' })],
        }),
      ),
    )
    assert.equal(finding.severity, 'concern')
    assert.match(finding.summary, /whether the application does the same is unknown: needs traffic$/)
  })

  it('asks for no traffic where the rehearsal had some, and says which check tells', () => {
    const beside = [harmFelt('traffic', { by: 'probe-write', what: 'orders', sqlstate: '23514', message: 'x' })]
    const rehearsed = journal(phase('upgrade')).map((entry) => ({ ...entry, seq: 900 }))
    assert.match(
      onlyFinding(judge([...tried({ beside }), ...rehearsed])).summary,
      /; whether the application does the same under the load of this rehearsal, error-budget-spent says; under another it is unknown$/,
    )
  })

  it('says nothing twice: what is gone is said by rows-destroyed', () => {
    const gone = [traced(1), survived({ tables: [{ relation: 'orders', before: 5, after: null }] })]
    const missed = harmFelt('traffic', { by: 'probe-read', what: 'orders', sqlstate: '42P01' })
    assert.equal(judge(tried({ alone: gone, beside: [missed] })).ruling, 'passed')
    const prepared = { by: 'companion', what: 'prepared SELECT * FROM orders', sqlstate: '42P01' } as const
    assert.equal(judge(tried({ alone: gone, beside: [harmFelt('prepared', prepared)] })).ruling, 'passed')
    assert.equal(judge(tried({ alone: gone, beside: [harmFelt('opposite-order', prepared)] })).ruling, 'passed')
    assert.equal(judge(tried({ beside: [missed] })).ruling, 'found')
    assert.equal(judge(tried({ alone: gone, beside: [harmFelt('traffic')] })).ruling, 'found')
  })

  it('does not block for limits that the application sets itself', () => {
    for (const sqlstate of ['55P03', '57014', '40001']) assert.equal(severity('traffic', { sqlstate }), 'concern')
  })

  it('blocks a deadlock with the migration, not one with a companion or among the statements themselves', () => {
    const deadlock = { sqlstate: '40P01', message: 'deadlock detected', place: at(1) }
    assert.equal(severity('traffic', deadlock), 'blocker')
    assert.equal(severity('traffic', { ...deadlock, place: null }), 'concern')
    assert.equal(severity('opposite-order', deadlock), 'concern')
    assert.equal(severity('opposite-order', { ...deadlock, by: 'companion' }), 'passed')
  })

  it('does not block for what only synthetic rows or a second runner did', () => {
    assert.equal(severity('filled', { sqlstate: '22003' }), 'concern')
    assert.equal(severity('second-runner', { sqlstate: '23505' }), 'concern')
  })

  it('passes where nobody met an error, and does not know where nobody was there', () => {
    assertPassed(judge(tried()), 'nobody met an error during or after a migration that was not met before it')
    assertUnknown(
      judge(tried({ without: ['prepared'] })),
      'migrations/003.sql: the trial beside sessions with prepared statements left no record. Settled by a run in which each migration is tried beside traffic and prepared statements.',
    )
    assert.equal(judge(tried({ of: examined({ probed: false }) })).ruling, 'passed')
  })
})
