import assert from 'node:assert/strict'
import type { Check } from '../../harness/checks/check.ts'
import { columnOrderChanged } from '../../harness/checks/column-order-changed.ts'
import { downEmpty } from '../../harness/checks/down-empty.ts'
import { downFails } from '../../harness/checks/down-fails.ts'
import { downIncomplete } from '../../harness/checks/down-incomplete.ts'
import { downLosesRows } from '../../harness/checks/down-loses-rows.ts'
import { downMissing } from '../../harness/checks/down-missing.ts'
import { STAIRWAY_CHECKS } from '../../harness/checks/index.ts'
import { judge } from '../../harness/checks/judge.ts'
import { stairwayClimbed } from '../../harness/checks/stairway-climbed.ts'
import { upgradeRepeatable } from '../../harness/checks/upgrade-repeatable.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { StairRows } from '../../harness/model/facts-of-stairway.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started, step } from './journal.ts'
import { failed, GONE, LEFT_BEHIND, stair, stairway } from './stairs.ts'

/** What a check finds of a single stair, in a few words. */
const found = (check: Check, ...facts: readonly Fact[]) => {
  const { severity, subject, summary } = onlyFinding(check.judge(journal(...facts)))
  return `${severity} ${subject}: ${summary}`
}
const EMPTY = stair({ verdict: 'down-empty', schema: [LEFT_BEHIND], errors: [failed('re-up')] })
const INCOMPLETE = stair({ verdict: 'schema-differs', schema: [LEFT_BEHIND, GONE] })
const LOST: StairRows = {
  ...{ table: 'payments', rowsBefore: 40, rowsAfter: 40, lost: null, generated: false },
  columns: [{ column: 'scheme', before: 38, after: 0 }],
}

describe('the checks of a stairway', () => {
  it('pass where each migration goes up, down and up again to the same', () => {
    const judgement = judge(journal(...stairway([stair(), stair({ name: 'db/2.up.sql' })])))
    assert.equal(judgement.verdict, 'go')
    assert.deepEqual(
      judgement.checks.map(({ id, ruling }) => [id, ruling.ruling]),
      STAIRWAY_CHECKS.map(({ id }) => [id, 'passed']),
    )
    assertPassed(downEmpty.judge(journal(...stairway([stair()]))), '1 migration: no way down is empty')
  })

  it('name the file of a group that makes another one fail', () => {
    const guilty = [{ name: 'db/3.up.sql', subject: 'db/3.down.sql', left: ['db/1_note.up.sql fails on its way down'] }]
    const group = stair({ verdict: 'down-fails', errors: [failed('down')], subject: 'db/3.down.sql', guilty })
    assert.equal(
      found(downFails, ...stairway([group])),
      'blocker db/3.down.sql: leaves behind what makes another way down fail: db/1_note.down.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
  })

  it('note a way down that does nothing where no row tells', () => {
    assert.equal(
      found(downEmpty, ...stairway([stair({ unanswered: ['users'] })])),
      'note db/1_note.down.sql: does nothing, while its way up works on rows of users; no row here is other for it',
    )
    assertPassed(
      downEmpty.judge(journal(...stairway([stair({ unanswered: ['users'], verdict: 'rows-lost' })]))),
      '1 migration: no way down is empty',
    )
  })

  it('pass in journals of rehearsals that climbed none', () => {
    for (const check of STAIRWAY_CHECKS)
      assertPassed(check.judge(journal(started())), 'no migration was tried down and up again')
  })

  it('are unknown where the stairway broke off, and say why once', () => {
    const [first, ...rest] = stairway([stair(), stair({ name: 'db/2.up.sql' })])
    const torn = journal(first as Fact, rest[0] as Fact)
    const settled = 'Settled by a run in which every migration is tried up, down and up again.'
    const why = 'the journal stops before the stairway’s end: it was killed, or is still under way'
    assertUnknown(stairwayClimbed.judge(torn), `${why}; never tried: db/2.up.sql. ${settled}`)
    for (const check of STAIRWAY_CHECKS.filter(({ id }) => id !== stairwayClimbed.id))
      assertUnknown(check.judge(torn), `not every migration was tried, as stairway-climbed says. ${settled}`)
    const broken = journal(started(), { kind: 'probe.failed', probe: 'stairway', reason: 'the disk is full' })
    assertUnknown(
      stairwayClimbed.judge(broken),
      `migrations could not be tried down and up again: the disk is full. ${settled}`,
    )
  })

  it('judge a journal of the command by themselves', () => {
    const { verdict, findings } = judge(journal(...stairway([EMPTY])))
    assert.deepEqual([verdict, findings.map(({ check }) => check)], ['no-go', ['down-empty']])
  })
})

describe('check stairway-climbed', () => {
  it('finds a migration that fails on its way up, and what was never reached', () => {
    const broken = stair({ verdict: 'up-fails', errors: [failed('up')] })
    assert.equal(
      found(stairwayClimbed, ...stairway([broken])),
      'blocker db/1_note.up.sql:2: fails on its way up: db/1_note.up.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
  })
})

describe('check down-fails', () => {
  const broken = stair({ verdict: 'down-fails', errors: [failed('down')] })

  it('finds a way down that fails, by file and line', () => {
    assert.equal(
      found(downFails, ...stairway([broken])),
      'blocker db/1_note.down.sql:2: fails right after its way up: db/1_note.down.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
  })

  it('leaves to rollback-completes what stopped the rollback itself', () => {
    const stopped = step('rollback', { ok: false, reason: 'db/1_note.down.sql:2: relation "notes" does not exist' })
    const entries = journal(started(), ...stairway([broken], 'probes'), stopped)
    assertPassed(downFails.judge(entries), '1 migration: no way down failed')
  })
})

describe('check down-empty', () => {
  it('finds a way down that undoes nothing, and that up then fails', () => {
    assert.equal(
      found(downEmpty, ...stairway([EMPTY])),
      'blocker db/1_note.down.sql: undoes nothing of the schema: orders.note: added; is text; up again then fails: db/1_note.up.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
  })

  it('takes what is declared, and what nobody uses, for a note', () => {
    const declared = { ...EMPTY, irreversible: 'archived' }
    assert.match(found(downEmpty, ...stairway([declared])), /^note .*; declared as irreversible: archived$/)
    assert.match(found(downEmpty, started({ wayBack: 'code-only' }), ...stairway([EMPTY], 'probes')), /^note /)
    assert.match(found(downEmpty, started(), ...stairway([EMPTY], 'probes')), /^blocker /)
  })
})

describe('check down-incomplete', () => {
  it('finds what is missing before what is left behind', () => {
    assert.equal(
      found(downIncomplete, ...stairway([INCOMPLETE])),
      "blocker db/1_note.down.sql: does not restore the schema: orders.total: missing; was integer default '0'; orders.note: added; is text",
    )
  })

  it('leaves to rollback-restores-schema the objects that it names', () => {
    const compared = (...differences: readonly (typeof GONE | typeof LEFT_BEHIND)[]): Fact => {
      return { kind: 'catalog.compared', before: 'seeded', after: 'restored', differences }
    }
    const climbed = stairway([INCOMPLETE], 'probes')
    assert.match(found(downIncomplete, started(), ...climbed, compared(GONE)), /schema: orders\.note: added; is text$/)
    const all = journal(started(), ...climbed, compared(GONE, LEFT_BEHIND))
    assertPassed(downIncomplete.judge(all), '1 migration: each way down restores the schema')
  })
})

describe('check down-loses-rows', () => {
  const lost = (rows: Partial<StairRows> = {}) => stair({ verdict: 'rows-lost', rows: [{ ...LOST, ...rows }] })

  it('finds values that are gone, by table and column, with their numbers', () => {
    assert.equal(
      found(downLosesRows, ...stairway([lost()])),
      'blocker db/1_note.down.sql: payments.scheme has 0 of 38 values left after up and down, in 40 rows',
    )
    assert.equal(
      found(downLosesRows, ...stairway([lost({ columns: [{ column: 'scheme', before: 38, after: 38 }] })])),
      'blocker db/1_note.down.sql: payments.scheme has other values after up and down, in 40 rows',
    )
    assert.equal(
      found(downLosesRows, ...stairway([lost({ rowsAfter: 3, lost: 37 })])),
      'blocker db/1_note.down.sql: only 3 of 40 rows of payments are left after up and down',
    )
  })

  it('finds less harm in rows that are left behind, and in generated ones of a rehearsal', () => {
    assert.equal(
      found(downLosesRows, ...stairway([lost({ rowsAfter: 42, lost: 0, columns: [] })])),
      'concern db/1_note.down.sql: payments has 2 rows more than before up and down',
    )
    assert.match(found(downLosesRows, ...stairway([lost({ generated: true })])), /^blocker .* in 40 generated rows$/)
    assert.match(
      found(downLosesRows, started(), ...stairway([lost({ generated: true })], 'probes')),
      /^concern .* in 40 generated rows$/,
    )
  })

  it('leaves to others what went with a column of the schema, or is found after the rollback', () => {
    const gone = { ...lost({ columnsLost: ['scheme'] }), schema: [GONE] }
    assertPassed(
      downLosesRows.judge(journal(...stairway([gone]))),
      '1 migration: all rows are as before after each way down',
    )
    const compared: Fact = {
      ...{ kind: 'rows.compared', database: 'quiet', tables: 1, rows: 40, durationMs: 1 },
      differences: [{ table: 'payments', rowsBefore: 40, rowsAfter: 40 }],
    }
    const entries = journal(started(), ...stairway([lost()], 'probes'), compared)
    assertPassed(downLosesRows.judge(entries), '1 migration: all rows are as before after each way down')
  })
})

describe('check upgrade-repeatable', () => {
  it('finds a way up that fails, or leads elsewhere, after a way down that restored the schema', () => {
    assert.equal(
      found(upgradeRepeatable, ...stairway([stair({ verdict: 're-up-fails', errors: [failed('re-up')] })])),
      'blocker db/1_note.up.sql: cannot be applied again after its way down: db/1_note.up.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
    assert.equal(
      found(upgradeRepeatable, ...stairway([stair({ verdict: 're-up-differs', again: [GONE] })])),
      "blocker db/1_note.up.sql: leads elsewhere when it goes up again: orders.total: missing; was integer default '0'",
    )
  })
})

describe('check down-missing', () => {
  const without = stair({ verdict: 'no-down', subject: 'db/1_note.up.sql', files: ['db/1_note.up.sql'] })

  it('finds a concern in a migration without a way down among others with one', () => {
    assert.equal(
      found(downMissing, ...stairway([without, stair({ name: 'db/2.up.sql' })])),
      'concern db/1_note.up.sql: has no way down',
    )
  })

  it('notes it where none has one, or where it is declared', () => {
    assert.equal(
      found(downMissing, ...stairway([without])),
      'note db/1_note.up.sql: has no way down, as none of the others has',
    )
    assert.equal(
      found(downMissing, ...stairway([{ ...without, irreversible: 'archived' }, stair({ name: 'db/2.up.sql' })])),
      'note db/1_note.up.sql: has no way down; declared as irreversible: archived',
    )
  })
})

describe('check column-order-changed', () => {
  it('notes the tables whose columns stand elsewhere, and never more than that', () => {
    const moved = stair({ verdict: 'column-order-only', columnOrder: ['public.orders'] })
    assert.equal(
      found(columnOrderChanged, ...stairway([moved])),
      'note db/1_note.down.sql: puts the columns of orders in another order than before',
    )
    assert.equal(judge(journal(...stairway([moved]))).verdict, 'go')
  })
})
