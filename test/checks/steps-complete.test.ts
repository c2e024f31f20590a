import assert from 'node:assert/strict'
import { rollbackCompletes } from '../../harness/checks/rollback-completes.ts'
import { gist } from '../../harness/checks/steps-complete.ts'
import { upgradeCompletes } from '../../harness/checks/upgrade-completes.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, ran, started, step } from './journal.ts'

describe('upgrade-completes', () => {
  it('names the statement that failed by file and line', () => {
    const error = { sqlstate: '55P03', message: 'canceling statement due to lock timeout' }
    const failed = step('upgrade', { ok: false, reason: 'canceling statement due to lock timeout' })
    assert.deepEqual(onlyFinding(upgradeCompletes.judge(journal(started(), ran(10_000, 11_000, { error }), failed))), {
      check: 'upgrade-completes',
      severity: 'blocker',
      subject: 'migrations/003-add-total.up.sql:4',
      summary:
        'step 1 of the upgrade, "migrate migrations", failed after 10.0 s: canceling statement due to lock timeout',
      remedy: 'Mend the step and rehearse again; the log of the run has everything that it printed.',
      measured: { failedStep: 1, afterMs: 10_000 },
      evidence: [3, 2],
    })
  })

  it('passes when the last of the declared steps ended well', () => {
    assertPassed(upgradeCompletes.judge(journal(started(), step('upgrade'))), 'the only step of the upgrade ended well')
  })

  it('is concerned about a step that exited with 0 after the server refused something', () => {
    const complaint = 'psql:x.sql:1: ERROR:  relation "itemz" does not exist'
    const finding = onlyFinding(upgradeCompletes.judge(journal(started(), step('upgrade', { complaint }))))
    assert.equal(finding.severity, 'concern')
    assert.equal(
      finding.summary,
      'step 1 of the upgrade, "migrate migrations", exited with 0 although the server refused something: psql:x.sql:1: ERROR:  relation "itemz" does not exist',
    )
  })

  it('does not know where a declared step has no end', () => {
    assertUnknown(
      upgradeCompletes.judge(journal(started({ upgradeSteps: ['one', 'two'] }), step('upgrade'))),
      '1 of 2 steps of the upgrade ended. Settled by a rehearsal that performs the whole upgrade.',
    )
  })

  it('passes where no step is declared, and says so', () => {
    assertPassed(
      upgradeCompletes.judge(journal(started({ upgradeSteps: [] }))),
      'nothing is declared: the upgrade has no steps',
    )
  })
})

describe('rollback-completes', () => {
  it('names the step where no statement is known', () => {
    const failed = step('rollback', { ok: false, reason: 'exited with 1' })
    assert.equal(onlyFinding(rollbackCompletes.judge(journal(started(), failed))).subject, 'migrate migrations down')
  })

  it('passes when the last of the declared steps ended well', () => {
    assertPassed(
      rollbackCompletes.judge(journal(started(), step('rollback'))),
      'the only step of the rollback ended well',
    )
  })

  it('does not know where the rollback was never performed', () => {
    assertUnknown(
      rollbackCompletes.judge(journal(started(), step('upgrade'))),
      '0 of 1 step of the rollback ended. Settled by a rehearsal that performs the whole rollback.',
    )
  })

  it('is not applicable where there is no way back', () => {
    assertPassed(
      rollbackCompletes.judge(journal(started({ wayBack: 'none', reason: 'forward only' }))),
      'not applicable, the spec declares no way back: forward only',
    )
  })
})

describe('the gist of a reason', () => {
  it('keeps the first line and the last three', () => {
    assert.equal(gist('exited with 1\na\nb\n\nc\nd'), 'exited with 1 | … | b | c | d')
  })

  it('keeps the line that names an error above a stack of frames', () => {
    const log = [
      'expected web 2 to be healthy',
      '/app/index.js:17',
      'const = 1',
      '^^^^^',
      '',
      "SyntaxError: Unexpected token '='",
    ]
    const frames = ['at wrapSafe (node:internal:1:1)', 'at Module._compile (node:internal:2:2)', '', 'Node.js v24.21.0']
    assert.equal(
      gist([...log, 'more', 'and', 'more', 'still', ...frames].join('\n')),
      "expected web 2 to be healthy | … | SyntaxError: Unexpected token '=' | … | and | more | still",
    )
  })
})
