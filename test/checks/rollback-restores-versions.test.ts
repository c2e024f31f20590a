import assert from 'node:assert/strict'
import { rollbackRestoresVersions } from '../../harness/checks/rollback-restores-versions.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, server, service, started } from './journal.ts'

function judge(...facts: readonly Fact[]) {
  return rollbackRestoresVersions.judge(journal(started(), ...facts))
}

describe('rollback-restores-versions', () => {
  it('finds a service that the rollback forgot', () => {
    const ruling = judge(server('seeded'), service('4.2'), service('5.0'), server('restored'))
    assert.deepEqual(onlyFinding(ruling), {
      check: 'rollback-restores-versions',
      severity: 'blocker',
      subject: 'payments',
      summary: 'is 5.0 after the rollback; it was 4.2',
      remedy: 'Add the missing step to the rollback: the service to its old version, the server to its old settings.',
      measured: { is: '5.0' },
      limit: { is: '4.2' },
      evidence: [3, 4],
    })
  })

  it('finds a server that was upgraded meanwhile, and settings that were left behind', () => {
    const after = server('restored', { version: '17.11', settings: { work_mem: '64MB' } })
    assert.deepEqual(
      findingsOf(judge(server('seeded'), after)).map(({ severity, subject, summary }) => [severity, subject, summary]),
      [
        ['blocker', 'PostgreSQL', 'is 17.11 after the rollback; it was 17.10'],
        ['concern', 'setting work_mem', 'is 64MB after the rollback; it was 4MB'],
      ],
    )
  })

  it('passes where everything is what it was', () => {
    assertPassed(
      judge(server('seeded'), service('4.2'), service('5.0'), service('4.2'), server('restored')),
      'every service and the server (17.10) are what they were',
    )
  })

  it('does not know where versions were read only once', () => {
    assertUnknown(
      judge(server('seeded')),
      'versions were not read both before the upgrade and after the rollback. Settled by a rehearsal that reaches the audit.',
    )
  })

  it('is not applicable without a way back', () => {
    const without = journal(started({ wayBack: 'none', reason: 'the new format is one way' }))
    assertPassed(
      rollbackRestoresVersions.judge(without),
      'not applicable, the spec declares no way back: the new format is one way',
    )
  })
})
