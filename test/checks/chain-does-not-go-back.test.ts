import assert from 'node:assert/strict'
import { chainDoesNotGoBack } from '../../harness/checks/chain-does-not-go-back.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'
import { LEFT_BEHIND, stair, stairway } from './stairs.ts'

type Stop = Omit<EntryOf<'descent.stopped'>, 'seq' | 'at'>

const BEGUN: Fact = {
  kind: 'stairway.started',
  in: 'stairway',
  name: 'db',
  runtime: 'processes',
  stairs: [],
  direct: true,
}

function ended(stops: number, stopped: string | null = null): Fact {
  return { kind: 'descent.ended', stops, durationMs: 100, stopped }
}

function stop(number: number, overrides: Partial<Stop> = {}): Stop {
  return {
    kind: 'descent.stopped',
    ...{ stair: number, name: `db/${number}.up.sql`, subject: `db/${number}.down.sql`, verdict: 'restored' },
    ...{ differences: [], error: null, guilty: null, anew: false },
    ...overrides,
  }
}

const FAILED = {
  verdict: 'down-fails',
  error: { message: 'db/7.down.sql:1: no\nmore', sqlstate: '2BP01', place: null },
} as const

describe('chain-does-not-go-back', () => {
  it('names the migration to blame, and not the one that fails', () => {
    const guilty = { name: 'db/9.up.sql', subject: 'db/9.down.sql' }
    const { severity, subject, summary } = onlyFinding(
      chainDoesNotGoBack.judge(journal(BEGUN, stop(7, { ...FAILED, guilty }), ended(7))),
    )
    assert.deepEqual(
      [severity, subject, summary],
      ['blocker', 'db/9.down.sql', 'leaves behind what makes db/7.down.sql fail on the way down: db/7.down.sql:1: no'],
    )
  })

  it('names a way down that fails by itself, and one that nobody could be blamed for, as itself', () => {
    for (const guilty of [null, { name: 'db/7.up.sql', subject: 'db/7.down.sql' }]) {
      const { subject, summary } = onlyFinding(
        chainDoesNotGoBack.judge(journal(BEGUN, stop(7, { ...FAILED, guilty }), ended(7))),
      )
      assert.deepEqual([subject, summary], ['db/7.down.sql', 'fails on the way down: db/7.down.sql:1: no'])
    }
  })

  it('says what was left once, where it was left', () => {
    const differences = [{ ...LEFT_BEHIND, leftBy: 'db/2.up.sql' }]
    const found = findingsOf(
      chainDoesNotGoBack.judge(
        journal(BEGUN, ...[2, 1].map((number) => stop(number, { verdict: 'schema-differs', differences })), ended(2)),
      ),
    )
    assert.deepEqual(
      found.map(({ subject, summary }) => [subject, summary]),
      [['db/2.down.sql', 'does not restore the schema: orders.note is left behind']],
    )
  })

  it('minds a migration without a way down less, and one that is declared so hardly', () => {
    const severities = [{}, { irreversible: 'archived' }].map((declared) => {
      const ruling = chainDoesNotGoBack.judge(journal(BEGUN, stop(1, { verdict: 'no-down', ...declared }), ended(1)))
      return onlyFinding(ruling).severity
    })
    assert.deepEqual(severities, ['concern', 'note'])
  })

  it('passes where each stop is as it was, and where nobody asked for it', () => {
    assertPassed(
      chainDoesNotGoBack.judge(journal(BEGUN, stop(2), stop(1), ended(2))),
      '2 stops: the schema at each was as it had been on the way up; rows were not compared',
    )
    const unasked = 'not asked: each migration was tried by itself, and --direct goes down the whole chain'
    assertPassed(chainDoesNotGoBack.judge(journal(...stairway([stair()]))), unasked)
    assertPassed(chainDoesNotGoBack.judge(journal(started())), unasked)
  })

  it('does not know where the chain did not go up, or the descent broke off', () => {
    assertUnknown(
      chainDoesNotGoBack.judge(journal(BEGUN, ended(0, 'db/2.up.sql fails on its way up: no'))),
      'db/2.up.sql fails on its way up: no. Settled by a run of --direct to its end.',
    )
    assertUnknown(
      chainDoesNotGoBack.judge(journal(BEGUN, stop(2))),
      'the journal stops before the stairway’s end: it was killed, or is still under way. Settled by a run of --direct to its end.',
    )
  })
})
