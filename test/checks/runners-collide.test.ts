import assert from 'node:assert/strict'
import { deadlockPossible } from '../../harness/checks/deadlock-possible.ts'
import { runnersCollide } from '../../harness/checks/runners-collide.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, phase } from './journal.ts'
import { attempts, ended, examined, harmFelt, TRIALS, traced, tried } from './trials.ts'

const OK = { ok: true, reason: null }
const FAILED = { ok: false, reason: 'relation "totals" already exists' }
const TWICE = 'orders: 12 rows instead of 6'

function compared(
  runners: readonly { ok: boolean; reason: string | null }[],
  differences: readonly string[] = [],
): Fact {
  return { kind: 'runners.compared', trial: TRIALS['second-runner'], ended: runners, differences }
}

describe('runners-collide', () => {
  const { judge } = runnersCollide

  it('blocks what two runners do twice', () => {
    const finding = onlyFinding(judge(tried({ beside: [compared([OK, OK], [TWICE])] })))
    assert.deepEqual(
      [finding.severity, finding.subject, finding.summary],
      [
        'blocker',
        'migrations/003.sql:1',
        'two runners started at once left something else than one: orders: 12 rows instead of 6; both said that all went well',
      ],
    )
    assert.equal(onlyFinding(judge(tried({ beside: [compared([OK, FAILED], [TWICE])] }))).severity, 'blocker')
  })

  it('passes one that waits, and one that fails cleanly', () => {
    assertPassed(judge(tried()), 'two runners started at once left what a single one leaves, for 1 migration')
    assertPassed(
      judge(tried({ beside: [compared([FAILED, OK])] })),
      'two runners started at once left what a single one leaves, for 1 migration; 1 time one of them failed cleanly, with the state of a single run',
    )
  })

  it('has a concern where both fail and all is rolled back, and blocks where half may be left', () => {
    const both = [compared([FAILED, FAILED], ['column orders.total is missing'])]
    assert.equal(onlyFinding(judge(tried({ beside: both }))).severity, 'concern')
    const alone = [traced(1), ended(), traced(2, { transaction: 2 }), ended({ transaction: 2 })]
    assert.equal(onlyFinding(judge(tried({ alone, beside: both }))).severity, 'blocker')
    assert.equal(onlyFinding(judge(tried({ alone, beside: [compared([FAILED, FAILED])] }))).severity, 'concern')
  })

  it('has a concern where two files build an index CONCURRENTLY into a deadlock, and blocks where steps or tools do', () => {
    const alone = [traced(1), ended(), traced(2, { transaction: 2 }), ended({ transaction: 2 })]
    const runners = [
      { ok: false, reason: '001.sql:2: deadlock detected (SQLSTATE 40P01)' },
      { ok: false, reason: '001.sql:2: relation "orders_note" already exists (SQLSTATE 42P07)' },
    ]
    const severityOf = (of: Fact, differences: readonly string[]) =>
      onlyFinding(judge(tried({ of, alone, beside: [compared(runners, differences)] }))).severity
    const invalid = ['index public.orders_note is another after two runs']
    assert.equal(severityOf(examined(), invalid), 'concern')
    assert.equal(severityOf(examined({ source: 'command' }), invalid), 'blocker')
    assert.equal(severityOf(examined({ in: 'probes' }), invalid), 'blocker')
    assert.equal(severityOf(examined(), [...invalid, TWICE]), 'blocker')
  })

  it('does not know where no second runner was started, or nothing compared', () => {
    const settled = 'Settled by a run in which two runners of each migration are started at once and compared with one.'
    assertUnknown(
      judge(tried({ without: ['second-runner'] }).filter(({ kind }) => kind !== 'runners.compared')),
      `migrations/003.sql: the trial beside a second runner left no record. ${settled}`,
    )
    assertUnknown(
      judge(tried().filter(({ kind }) => kind !== 'runners.compared')),
      `migrations/003.sql: what two runners left was not compared. ${settled}`,
    )
    assert.equal(judge(tried({ of: examined({ probed: false }) })).ruling, 'passed')
  })
})

describe('deadlock-possible', () => {
  const { judge } = deadlockPossible

  it('has a concern whoever of the two was the victim', () => {
    const own = onlyFinding(judge(tried({ ends: { 'opposite-order': { attempts: attempts('40P01', null) } } })))
    assert.deepEqual(
      [own.severity, own.subject, own.summary],
      [
        'concern',
        'migrations/003.sql:1',
        'deadlock with a transaction that takes the same tables in the opposite order; the server ended the migration. Whether the application does so is unknown: needs traffic',
      ],
    )
    const other = harmFelt('opposite-order', { by: 'companion', sqlstate: '40P01', place: null })
    const finding = onlyFinding(judge(tried({ beside: [other] })))
    assert.deepEqual([finding.subject, finding.severity], ['migrations/003.sql', 'concern'])
  })

  it('says how far the traffic that there is answers whether the application does so', () => {
    const facts = (statements: number) => [{ kind: 'trials.covered', migration: 1, untested: [], statements } as const]
    const parts = { ends: { 'opposite-order': { attempts: attempts('40P01', null) } } } as const
    const said = (...entries: Parameters<typeof judge>[0]) => onlyFinding(judge(entries)).summary.split('. ')[1]
    assert.deepEqual(
      [said(...tried({ ...parts, more: facts(1) })), said(...tried({ ...parts, more: facts(3) }))],
      [
        'Whether the application does so is unknown: the only statement given, sent by itself, cannot tell',
        'Whether the application does so is unknown: 3 statements given, each sent by itself, cannot tell',
      ],
    )
    const rehearsed = journal(phase('upgrade')).map((entry) => ({ ...entry, seq: 900 }))
    assert.equal(
      said(...tried(parts), ...rehearsed),
      'Whether the application does so under the load of this rehearsal, deadlock-with-traffic says; under another it is unknown',
    )
  })

  it('passes one that merely waited', () => {
    const ends = { 'opposite-order': { attempts: attempts('55P03', null) } }
    assertPassed(
      judge(tried({ ends })),
      'no deadlock beside a transaction that takes the same tables in the opposite order',
    )
  })

  it('does not know without that trial', () => {
    assertUnknown(
      judge(tried({ without: ['opposite-order'] })),
      'migrations/003.sql: the trial beside a transaction that takes the same tables in the opposite order left no record. Settled by a run in which each migration is tried beside a transaction that takes its tables in the opposite order.',
    )
  })
})
