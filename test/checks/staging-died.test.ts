import assert from 'node:assert/strict'
import { stagingDied } from '../../harness/checks/staging-died.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'

const ended: Fact = { kind: 'rehearsal.ended', durationMs: 1 }
const upgrade: Fact = { kind: 'act.started', act: 'upgrade' }
const SETTLED = 'Settled by a rehearsal in which everything lives until the upgrade begins.'

function died(resource: string, act: 'baseline' | 'upgrade' | null): Fact {
  return { kind: 'resource.died', act, resource, reason: `${resource} died: exit code 137` }
}

describe('staging-died', () => {
  it('finds a database that dies in the upgrade', () => {
    const finding = onlyFinding(stagingDied.judge(journal(started(), upgrade, died('database', 'upgrade'), ended)))
    assert.deepEqual([finding.severity, finding.subject, finding.evidence], ['blocker', 'database', [3]])
    assert.equal(finding.summary, 'died in upgrade: database died: exit code 137')
  })

  it('passes where everything lived to the end', () => {
    assertPassed(
      stagingDied.judge(journal(started(), ended)),
      'the database and every service in its place lived from stage to audit',
    )
  })

  it('does not know what a death before the upgrade means', () => {
    assertUnknown(
      stagingDied.judge(journal(started(), died('database', 'baseline'), ended)),
      `database died in baseline: database died: exit code 137. ${SETTLED}`,
    )
  })

  for (const ours of ['stand-in acquirer', 'the front']) {
    it(`does not blame the system for the death of ${ours}`, () => {
      assert.equal(stagingDied.judge(journal(started(), upgrade, died(ours, 'upgrade'), ended)).ruling, 'unknown')
    })
  }

  it('names what died as the staging copy does, a service called front included', () => {
    const reason = 'expected front 5.0, replica 1 to run until the end of the rehearsal, found: exit code 1'
    const death: Fact = { kind: 'resource.died', act: 'upgrade', resource: 'front 5.0, replica 1', reason }
    const finding = onlyFinding(stagingDied.judge(journal(started(), upgrade, death, ended)))
    assert.deepEqual([finding.subject, finding.summary], ['front 5.0, replica 1', `died in upgrade: ${reason}`])
  })

  it('names the cause of a service that the restore cut off, and not memory and disk', () => {
    const reason = 'expected shop 2.0, replica 2 to run, found: exit code 1\nError: Connection terminated unexpectedly'
    const death = { kind: 'resource.died', act: 'rollback', resource: 'shop 2.0, replica 2', reason } as const
    const restored = onlyFinding(stagingDied.judge(journal(started({ wayBack: 'restore' }), upgrade, death, ended)))
    assert.deepEqual(
      [restored.summary, restored.remedy],
      [
        'died in rollback: expected shop 2.0, replica 2 to run, found: exit code 1 | Error: Connection terminated unexpectedly; one of its connections was ended, as a restore ends them all',
        'Have the service outlive the end of a connection: handle the errors of its pool, and connect anew.',
      ],
    )
    const elsewhere = onlyFinding(stagingDied.judge(journal(started(), upgrade, death, ended)))
    assert.match(elsewhere.summary, /unexpectedly; one of its connections was ended$/)
  })

  it('does not know where the journal stops early', () => {
    assertUnknown(stagingDied.judge(journal(started())), `the journal stops before the rehearsal’s end. ${SETTLED}`)
  })
})
