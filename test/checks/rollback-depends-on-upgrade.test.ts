import assert from 'node:assert/strict'
import { rollbackDependsOnUpgrade } from '../../harness/checks/rollback-depends-on-upgrade.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'

type Tried = Extract<Fact, { kind: 'independence.tried' }>

const LABEL = 'run node rollback.mjs'
const CLIENT = { kind: 'npm package', name: 'ledger-client', was: '1.0.0', is: '2.0.0' } as const

function tried(overrides: Partial<Tried> = {}): Tried {
  return {
    kind: 'independence.tried',
    step: 0,
    label: LABEL,
    command: 'node rollback.mjs',
    runsIn: 'web 2',
    changed: [CLIENT],
    changedCount: 1,
    reaches: [{ part: 'ledger-client 2.0.0', through: 'rollback.mjs → settle.mjs' }],
    notFollowed: [],
    outcome: 'succeeded',
    met: [],
    said: null,
    because: null,
    ...overrides,
  }
}

const FAILED = {
  outcome: 'depends',
  met: ['ledger-client 2.0.0'],
  said: 'throw new Error("fulldress: …");\nError: fulldress: ledger-client 2.0.0 was made unusable',
} as const

function judge(...facts: readonly Fact[]) {
  return rollbackDependsOnUpgrade.judge(journal(started({ commandsBack: [LABEL] }), ...facts))
}

describe('rollback-depends-on-upgrade', () => {
  it('names the package with its versions, the way to it, the command and what it said', () => {
    assert.deepEqual(onlyFinding(judge(tried(FAILED))), {
      check: 'rollback-depends-on-upgrade',
      severity: 'blocker',
      subject: LABEL,
      summary:
        'fails in web 2 once what the upgrade changes is unusable: it depends on ledger-client 2.0.0 (was 1.0.0) by way of rollback.mjs → settle.mjs; it said: Error: fulldress: ledger-client 2.0.0 was made unusable',
      remedy: rollbackDependsOnUpgrade.remedy,
      measured: { dependsOn: 'ledger-client 2.0.0' },
      evidence: [2],
    })
  })

  it('passes where the command succeeds without, or nothing changed where it runs', () => {
    const words = 'run node rollback.mjs: succeeds with 1 changed part unusable in web 2'
    assertPassed(judge(tried({ reaches: [] })), words)
    assertPassed(
      judge(tried({ reaches: [], notFollowed: ['rollback.mjs: programs that it starts'] })),
      `${words}; not proved: rollback.mjs: programs that it starts`,
    )
    assertPassed(
      judge(tried({ outcome: 'unchanged', changed: [], changedCount: 0, reaches: [], runsIn: 'this machine' })),
      'run node rollback.mjs: the upgrade changes nothing that it could load on this machine',
    )
  })

  it('does not know where the command was never run so, or fails with everything usable too', () => {
    assertUnknown(
      judge({ kind: 'probe.failed', probe: 'independence', reason: 'no space left' }),
      'run node rollback.mjs: not run without what the upgrade changed (no space left). Settled by a rehearsal whose rollback commands succeed on a clone that was upgraded.',
    )
    assertUnknown(
      judge(
        tried({
          outcome: 'undecided',
          reaches: [],
          because: 'the upgrade fails on the clone with everything usable: boom',
        }),
      ),
      'run node rollback.mjs: could not be told; the upgrade fails on the clone with everything usable: boom. Settled by a rehearsal whose rollback commands succeed on a clone that was upgraded.',
    )
  })

  it('keeps what reading made suspect beside what running could not tell', () => {
    const ruling = judge(tried({ outcome: 'undecided', because: 'boom' }))
    assert.equal(ruling.ruling, 'unknown')
    assert.match(
      ruling.because,
      /seen so far: run node rollback\.mjs: names ledger-client 2\.0\.0 \(was 1\.0\.0\) by way of rollback\.mjs → settle\.mjs, which the upgrade changes; whether it fails without could not be told/,
    )
  })

  it('turns what reading made suspect and running cleared into a note', () => {
    const { severity, summary } = onlyFinding(judge(tried()))
    assert.deepEqual(
      [severity, summary],
      [
        'note',
        'names ledger-client 2.0.0 (was 1.0.0) by way of rollback.mjs → settle.mjs, which the upgrade changes, and yet succeeds in web 2 without',
      ],
    )
  })

  it('says that what an image brings was not told apart', () => {
    const image = { kind: 'image', name: 'web:2', was: null, is: null } as const
    const finding = onlyFinding(judge(tried({ outcome: 'unchanged', changed: [image], reaches: [] })))
    assert.deepEqual([finding.severity, finding.subject], ['concern', LABEL])
  })

  it('is not asked where the rollback runs no command, where there is no way back, nor of older journals', () => {
    const of = (overrides: Parameters<typeof started>[0]) => rollbackDependsOnUpgrade.judge(journal(started(overrides)))
    assertPassed(of({ commandsBack: [] }), 'the rollback runs no command of its own')
    assertPassed(of({}), 'not asked: the journal is older than this check')
    assert.equal(of({ wayBack: 'none', reason: 'forward only', commandsBack: [] }).ruling, 'passed')
  })
})
