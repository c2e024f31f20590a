import assert from 'node:assert/strict'
import { changeWindowTooShort } from '../../harness/checks/change-window-too-short.ts'
import { change } from './change.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { started, step, wholeRehearsal } from './journal.ts'

/** Upgrade, soak and way back take 10, 20 and 10 s; the buffer is 10 s. */
function judged(durationMs: number, parts: Parameters<typeof wholeRehearsal>[0] = {}) {
  return changeWindowTooShort.judge(wholeRehearsal({ started: [started({ change: change(durationMs) })], ...parts }))
}

describe('change-window-too-short', () => {
  it('blocks a window that cannot hold upgrade and way back', () => {
    const { severity, summary, measured, limit } = onlyFinding(judged(39_999))
    assert.equal(severity, 'blocker')
    assert.equal(summary, 'upgrade 10 s, soak 20 s, way back 10 s take 40 s together, the window has 39.9 s')
    assert.deepEqual([measured, limit], [{ neededMs: 40_000 }, { windowMs: 39_999 }])
  })

  it('is concerned about one that holds both and no buffer', () => {
    for (const durationMs of [40_000, 49_999]) assert.equal(onlyFinding(judged(durationMs)).severity, 'concern')
    assert.equal(
      onlyFinding(judged(40_000)).summary,
      'upgrade and way back take up to 40 s, and a buffer of 10 s is asked for: more than the window of 40 s',
    )
  })

  it('passes exactly at the limit', () => {
    assertPassed(judged(50_000), '50 s are needed, buffer included; the window has 50 s')
  })

  it('passes where no window is declared, and says which would be needed', () => {
    assertPassed(
      changeWindowTooShort.judge(wholeRehearsal()),
      'no window is declared; by the times measured here plan 53.4 s, buffer included',
    )
    const parts = { started: [started({ change: change(0, { window: null }) })], rollback: [] }
    assertPassed(changeWindowTooShort.judge(wholeRehearsal(parts)), 'no window is declared')
  })

  it('does not know where a part was not measured', () => {
    assertUnknown(
      judged(50_000, { rollback: [] }),
      '0 of 1 step of the rollback ended. Settled by a rehearsal whose steps end well, on a copy as large as production or with trials on filled tables that predict each migration and what undoes it.',
    )
  })

  it('blocks whatever else is not known, where the known parts alone are too long', () => {
    const { severity, summary } = onlyFinding(judged(29_000, { rollback: [step('rollback', { ok: false })] }))
    assert.equal(severity, 'blocker')
    assert.equal(summary, 'upgrade 10 s, soak 20 s take 30 s together, the window has 29 s')
  })
})
