import assert from 'node:assert/strict'
import { expectPerformed } from '../../../harness/commands/library/ended.ts'
import type { Entry, Fact } from '../../../harness/model/evidence.ts'

const journal = (...facts: readonly Fact[]): readonly Entry[] =>
  facts.map((fact, index) => ({ seq: index + 1, at: '2026-11-21T00:00:00.000Z', ...fact }))

describe('the end of a rehearsal by the library', () => {
  it('is no error where the run came to its end', () => {
    expectPerformed(journal({ kind: 'rehearsal.ended', durationMs: 1 }), '/runs/1')
  })

  it('is a RehearsalError with the run’s own words where the operator must act', () => {
    const fact = {
      kind: 'operator.must.act',
      code: 'seed-failed',
      message: 'expected rows, found none',
      hint: 'mend it',
    } as const
    assert.throws(() => expectPerformed(journal(fact), '/runs/1'), {
      name: 'RehearsalError',
      code: 'seed-failed',
      message: 'expected rows, found none; the run is kept in /runs/1',
      hint: 'mend it',
    })
  })

  it('is an ordinary error where we have a bug, with where to find what happened', () => {
    const fact = { kind: 'harness.failed', reason: 'x is not a function', stack: '' } as const
    assert.throws(() => expectPerformed(journal(fact), '/runs/1'), {
      name: 'Error',
      message: 'a bug of the harness: x is not a function; please report it with /runs/1',
    })
  })
})
