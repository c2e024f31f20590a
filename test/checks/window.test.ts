import assert from 'node:assert/strict'
import { type WindowSeen, windowOf } from '../../harness/checks/window.ts'
import { windowInWords } from '../../harness/checks/window-in-words.ts'
import type { Entry, Fact } from '../../harness/model/evidence.ts'
import { change } from './change.ts'
import { journal, ran, started, step, T0, taken, traced, wholeRehearsal } from './journal.ts'

function seen(entries: readonly Entry[]): WindowSeen {
  const window = windowOf(entries)
  if (window === null) assert.fail('expected a window')
  return window
}

const SNAPSHOT: Fact = {
  kind: 'snapshot.taken',
  by: 'base-backup',
  startedAt: T0,
  takenAt: T0 + 1,
  endedAt: T0 + 5_000,
}

/** The only migration of the upgrade touches `orders`, which has ten times as many rows in production. */
function larger(...facts: readonly Fact[]): readonly Fact[] {
  const trial = { trial: 1, migration: 1, scenario: 'alone', rows: null, touched: ['orders'] } as const
  return [
    { kind: 'production.read', takenAt: '', tables: [{ table: 'orders', rows: 12_000_000, bytes: 1 }] },
    { kind: 'seed.table', table: 'orders', rows: 1_200_000, bytes: 1 },
    { kind: 'trial.started', ...trial },
    ...facts,
  ]
}

/** `orders` was filled for the predictions, and took 6 s with nobody beside it. */
const FILLED: readonly Fact[] = [
  { kind: 'trial.started', trial: 2, migration: 1, scenario: 'filled', rows: 1_000_000, touched: ['orders'] },
  traced(0, 6_000, { trial: 1, locks: [taken('orders', 'AccessExclusiveLock')] }),
]

/** What the rollback's step was seen to lock. */
function usedBack(relations: readonly string[] | null, step = 0): Fact {
  const file = { file: 'trace.jsonl', sha256: '0'.repeat(64) }
  return { kind: 'step.traced', act: 'rollback', step, lines: 1, inexact: 0, troubles: [], relations, file }
}

function predicted(lowMs: number, highMs: number): Fact {
  return { kind: 'duration.predicted', migration: 1, place: null, statement: 'x', rows: 12_000_000, lowMs, highMs }
}

const WAY_BACK = { migration: 1, steps: [0] } as const

describe('the window of a change', () => {
  it('adds up what was measured, and a third of it as buffer', () => {
    const { parts, needed, bufferMs, plannedMs, decideByMs, fit } = seen(wholeRehearsal())
    assert.deepEqual(
      parts.map(({ name, takes }) => [name, takes?.lowMs, takes?.highMs]),
      [
        ['upgrade', 10_000, 10_000],
        ['soak', 20_000, 20_000],
        ['way back', 10_000, 10_000],
      ],
    )
    assert.deepEqual([needed?.highMs, bufferMs, plannedMs, fit], [40_000, 13_334, 53_334, 'not-declared'])
    // Of 53.3 s, 13.3 s of buffer and 10 s for the way back are kept.
    assert.equal(decideByMs, 30_000)
  })

  it('counts pauses between steps, for they are part of the change', () => {
    const steps = [step('upgrade'), step('upgrade', { step: 1, startedAt: T0 + 25_000, endedAt: T0 + 26_000 })]
    const twice = started({ upgradeSteps: ['migrate migrations', 'service payments 5.0 (rolling)'] })
    const [upgrade] = seen(wholeRehearsal({ started: [twice], upgrade: steps })).parts
    assert.deepEqual(upgrade?.takes, { lowMs: 16_000, highMs: 16_000 })
  })

  it('begins with the snapshot where the way back restores it', () => {
    const entries = wholeRehearsal({ started: [started({ wayBack: 'restore' })], baseline: [SNAPSHOT] })
    assert.deepEqual(seen(entries).parts[0], {
      name: 'snapshot',
      takes: { lowMs: 5_000, highMs: 5_000 },
      note: 'measured',
    })
    const without = seen(wholeRehearsal({ started: [started({ wayBack: 'restore' })] }))
    assert.deepEqual(without.unknown, ['no snapshot was taken'])
  })

  it('takes the declared soak for the one in the rehearsal', () => {
    const declared = started({ change: change(3_600_000, { soakMs: 900_000 }) })
    assert.equal(seen(wholeRehearsal({ started: [declared] })).needed?.highMs, 920_000)
  })

  it('leaves no time for a way back that there is not', () => {
    const entries = wholeRehearsal({ started: [started({ wayBack: 'none', reason: 'forward only' })] })
    const { parts, decideByMs } = seen(entries)
    assert.deepEqual([parts.map(({ name }) => name), decideByMs], [['upgrade', 'soak'], null])
    assert.equal(windowInWords(seen(entries))[2], 'There is no way back to leave time for.')
  })

  it('does not know how long a step takes that failed, or was never performed', () => {
    const failed = seen(wholeRehearsal({ upgrade: [step('upgrade', { ok: false })] }))
    assert.deepEqual(failed.unknown, ['step 1 of the upgrade, "migrate migrations", failed'])
    assert.deepEqual([failed.needed, failed.plannedMs], [null, null])
    const skipped = seen(wholeRehearsal({ rollback: [] }))
    assert.deepEqual(skipped.unknown, ['0 of 1 step of the rollback ended'])
    assert.equal(
      windowInWords(skipped)[0],
      'How long the window must be is not known: 0 of 1 step of the rollback ended; known are upgrade 10 s (measured), soak 20 s (as long as an act here (--act-time), for change.soak declares none).',
    )
  })

  it('is of no journal but a rehearsal’s', () => {
    assert.equal(windowOf([]), null)
    assert.equal(windowOf(journal(step('upgrade'))), null)
  })
})

describe('the window where production is larger than the copy', () => {
  const services = started({ rollbackSteps: ['service payments 4.2 (rolling)'] })

  it('takes what trials predict, with its interval, for the statements that were measured', () => {
    const statement = ran(10_000, 16_000)
    const entries = wholeRehearsal({
      started: [services],
      probes: larger(...FILLED, predicted(30_000, 90_000)),
      upgrade: [statement, step('upgrade')],
    })
    const [upgrade] = seen(entries).parts
    // Four of the ten seconds were not the statement's.
    assert.deepEqual(upgrade?.takes, { lowMs: 34_000, highMs: 94_000 })
    assert.equal(
      upgrade?.note,
      'predicted from trials on filled tables: orders has 12.0 M rows in production and 1.2 M in the copy',
    )
  })

  it('never says that a statement takes less there than here', () => {
    const entries = wholeRehearsal({
      started: [services],
      probes: larger(...FILLED, predicted(1_000, 2_000)),
      upgrade: [ran(10_000, 16_000), step('upgrade')],
    })
    assert.deepEqual(seen(entries).parts[0]?.takes, { lowMs: 10_000, highMs: 10_000 })
  })

  it('does not scale what nothing was predicted of', () => {
    assert.deepEqual(seen(wholeRehearsal({ probes: larger() })).unknown, [
      'orders has 12.0 M rows in production and 1.2 M in the copy, and "migrate migrations" has no prediction for that size',
      'orders has 12.0 M rows in production and 1.2 M in the copy, and the way back was not tried at that size',
    ])
  })

  it('predicts the way back from its time on filled tables, with its interval', () => {
    const back: Fact = { ...WAY_BACK, kind: 'way-back.predicted', rows: 12_000_000, lowMs: 40_000, highMs: 100_000 }
    const [, , wayBack] = seen(wholeRehearsal({ probes: larger(...FILLED, predicted(1, 2), back) })).parts
    // Its only step took 10 s here, some of which it may have waited for locks.
    assert.deepEqual(wayBack?.takes, { lowMs: 40_000, highMs: 110_000 })
    assert.equal(
      wayBack?.note,
      'predicted from trials on filled tables: orders has 12.0 M rows in production and 1.2 M in the copy',
    )
    const quick = wholeRehearsal({ probes: larger(...FILLED, predicted(1, 2), { ...back, lowMs: 5, highMs: 10_000 }) })
    assert.deepEqual(seen(quick).parts[2]?.takes, { lowMs: 10_000, highMs: 20_000 })
  })

  it('does not know how long a way back takes that failed on filled tables, or whose other step was not tried', () => {
    const failed: Fact = { ...WAY_BACK, kind: 'way-back.untimed', reason: 'column "x" contains null values' }
    assert.deepEqual(seen(wholeRehearsal({ probes: larger(...FILLED, predicted(1, 2), failed) })).unknown, [
      'orders has 12.0 M rows in production and 1.2 M in the copy, and "migrate migrations down" failed on tables that were filled for it: column "x" contains null values',
    ])
    const back: Fact = { ...WAY_BACK, kind: 'way-back.predicted', rows: 12_000_000, lowMs: 40_000, highMs: 100_000 }
    const two = started({ rollbackSteps: ['migrate migrations down', 'migrate more down'] })
    const rollback = [
      step('rollback'),
      step('rollback', { step: 1, label: 'migrate more down', startedAt: T0 + 60_000, endedAt: T0 + 61_000 }),
    ]
    const entries = wholeRehearsal({ started: [two], probes: larger(...FILLED, predicted(1, 2), back), rollback })
    assert.deepEqual(seen(entries).unknown, [
      'orders has 12.0 M rows in production and 1.2 M in the copy, and the way back was not tried at that size',
    ])
  })

  it('does not predict a restore', () => {
    const restoring = started({ wayBack: 'restore' })
    const entries = wholeRehearsal({
      started: [restoring],
      baseline: [SNAPSHOT],
      probes: larger(...FILLED, predicted(1, 2)),
    })
    assert.deepEqual(seen(entries).unknown, [
      'orders has 12.0 M rows in production and 1.2 M in the copy, so that a snapshot takes longer there',
      'orders has 12.0 M rows in production and 1.2 M in the copy, and the restore was timed at the size of the copy alone',
    ])
  })

  it('measures where only tables are larger that no migration touches, and where a quarter more is there', () => {
    const other = larger().map((fact) => (fact.kind === 'trial.started' ? { ...fact, touched: ['items'] } : fact))
    const rollback = [usedBack(['items']), step('rollback')]
    assert.deepEqual(seen(wholeRehearsal({ probes: other, rollback })).unknown, [])
    const more = { table: 'orders', rows: 1_500_000, bytes: 1 }
    const quarter = larger().map((fact) => (fact.kind === 'production.read' ? { ...fact, tables: [more] } : fact))
    assert.deepEqual(seen(wholeRehearsal({ probes: quarter })).unknown, [])
  })
})

/** Another table, of which production has 50,000 times as many rows. */
function withItems(...facts: readonly Fact[]): readonly Fact[] {
  const tables = [
    { table: 'items', rows: 50_000_000, bytes: 1 },
    { table: 'orders', rows: 1_200_000, bytes: 1 },
  ]
  const sized = larger(...facts).map((fact): Fact => (fact.kind === 'production.read' ? { ...fact, tables } : fact))
  return [...sized, { kind: 'seed.table', table: 'items', rows: 1_000, bytes: 1 }]
}

const ITEMS = 'items has 50.0 M rows in production and 1.0 k in the copy'

describe('the window where a migration uses a larger table that its trials did not fill', () => {
  const forward = started({ wayBack: 'none', reason: 'forward only', rollbackSteps: [] })
  const examined: Fact = {
    ...{ kind: 'migration.examined', migration: 1, name: 'migrate migrations', source: 'sql', in: 'probes' },
    ...{ direction: 'up', probed: true, stallLimitMs: 500, productionRows: null, holdMs: 100 },
  }
  const reads = (statement: string, lockTimeoutMs: number | null = 0) =>
    traced(0, 10, { trial: 1, statement, lockTimeoutMs, locks: [taken('items', 'AccessShareLock')] })
  const unknownOf = (...facts: readonly Fact[]) =>
    seen(wholeRehearsal({ started: [forward], probes: withItems(examined, ...facts) })).unknown

  it('is not known where it reads that table', () => {
    const work = { scans: 1, rowsRead: 1_000, rowsWritten: 0, rowsInTable: 1_000 }
    const counted: Fact = { kind: 'work.counted', trial: 1, index: 1, place: null, relation: 'items', ...work }
    const statement = 'CREATE TABLE item_stats AS SELECT count(*) FROM items'
    const expected = [`${ITEMS}, and "migrate migrations" has no prediction for that size`]
    assert.deepEqual(unknownOf(reads(statement), counted), expected)
    // Of a tool's statements nobody may have counted the work.
    assert.deepEqual(unknownOf(reads(statement, null)), expected)
    assert.deepEqual(unknownOf(...FILLED, predicted(1, 2), reads(statement, null)), [
      `${ITEMS}, and no trial filled it`,
    ])
  })

  it('is measured where that table is only looked up', () => {
    assert.deepEqual(unknownOf(reads('CREATE VIEW few AS SELECT id FROM items', null)), [])
    // Its work was counted, and was none.
    assert.deepEqual(unknownOf(reads('ALTER TABLE orders ALTER x SET DEFAULT f()')), [])
  })

  it('is not known where the way back alone uses it, or where nobody knows what it uses', () => {
    const back = (relations: readonly string[] | null) =>
      seen(wholeRehearsal({ probes: withItems(), rollback: [usedBack(relations), step('rollback')] })).unknown
    assert.deepEqual(back(['orders']), [])
    const untried = `${ITEMS}, and the way back was not tried at that size`
    assert.deepEqual(back(['items']), [untried])
    assert.deepEqual(back(null), [untried])
    const way: Fact = { ...WAY_BACK, kind: 'way-back.predicted', rows: 12_000_000, lowMs: 1, highMs: 2 }
    const filled = withItems(...FILLED, way)
    assert.deepEqual(
      seen(wholeRehearsal({ probes: filled, rollback: [usedBack(['items']), step('rollback')] })).unknown,
      [`${ITEMS}, and no trial filled it`],
    )
  })

  it('is not known where a script speaks to the database, and says what it does not scale of any other', () => {
    const parts = (label: string) => {
      const run = started({ wayBack: 'none', rollbackSteps: [], upgradeSteps: [label] })
      return seen(wholeRehearsal({ started: [run], probes: withItems(), upgrade: [step('upgrade', { label })] })).parts
    }
    const psql = 'run psql -f backfill.sql'
    assert.deepEqual(parts(psql)[0], {
      ...{ name: 'upgrade', takes: null, note: `${ITEMS}, and "${psql}" was timed at the size of the copy alone` },
    })
    assert.equal(
      parts('run sh deploy.sh')[0]?.note,
      'measured; "run sh deploy.sh" as long as here, whatever production\'s size',
    )
  })

  it('is not known where the profile does not tell how large it is, unless it is small here as well', () => {
    const of = (rows: number, tables: readonly { table: string; rows: null; bytes: number }[]) => {
      const sized = larger().map((fact): Fact => {
        if (fact.kind === 'production.read') return { ...fact, tables }
        return fact.kind === 'seed.table' ? { ...fact, rows } : fact
      })
      return seen(wholeRehearsal({ started: [forward], probes: sized })).unknown
    }
    const expected = ['the profile does not tell how many rows orders has in production']
    assert.deepEqual(of(50, [{ table: 'orders', rows: null, bytes: 0 }]), expected)
    assert.deepEqual(of(50, []), expected)
    // What autovacuum never analysed was hardly written to: a migration tool's own table.
    assert.deepEqual(of(49, [{ table: 'orders', rows: null, bytes: 0 }]), [])
  })
})

describe('the window where a migration waited for locks', () => {
  it('keeps these waits beside what is predicted', () => {
    const services = started({ rollbackSteps: ['service payments 4.2 (rolling)'] })
    const entries = wholeRehearsal({
      started: [services],
      probes: larger(...FILLED, predicted(30_000, 90_000)),
      upgrade: [ran(10_000, 36_000), step('upgrade', { endedAt: T0 + 40_000 })],
    })
    // Of 30 s, 26 were the statement's, which takes 6 s alone.
    assert.deepEqual(seen(entries).parts[0]?.takes, { lowMs: 34_000, highMs: 114_000 })
  })
})

describe('the window where the clock was set back', () => {
  const declared = started({ change: change(30_000) })
  const note = 'the clock was set back during the upgrade, so that its times say nothing'

  it('is not known, rather than negative', () => {
    const entries = wholeRehearsal({ started: [declared], upgrade: [step('upgrade', { startedAt: T0 + 3_600_000 })] })
    assert.deepEqual([seen(entries).parts[0]?.takes, seen(entries).fit], [null, 'unknown'])
    assert.deepEqual(seen(entries).unknown, [note])
  })

  it('is not known where a step began before the one before it had ended', () => {
    const twice = started({ upgradeSteps: ['migrate migrations', 'service payments 5.0 (rolling)'] })
    const second = (startedAt: number) => {
      const upgrade = [step('upgrade'), step('upgrade', { step: 1, startedAt, endedAt: startedAt + 1_000 })]
      return seen(wholeRehearsal({ started: [twice], upgrade })).unknown
    }
    assert.deepEqual(second(T0 + 18_000), [note])
    assert.deepEqual(second(T0 + 19_900), [])
  })
})

describe('the window in words', () => {
  it('says what to plan, whether it is declared, and that nobody knows production’s size', () => {
    assert.deepEqual(windowInWords(seen(wholeRehearsal())), [
      'Plan at least 53.4 s: upgrade 10 s (measured), soak 20 s (as long as an act here (--act-time), for change.soak declares none), way back 10 s (measured: down), and 13.4 s of buffer.',
      'No window is declared.',
      'Production is taken to be as large as the copy, for no profile tells its size.',
    ])
  })

  it('names the moment to decide where it is known how long the new version is watched', () => {
    const first = started({ change: change(0, { window: null, soakMs: 600_000 }) })
    const [plan, , decide] = windowInWords(seen(wholeRehearsal({ started: [first] })))
    assert.equal(
      plan,
      'Plan 10 min 30 s: upgrade 10 s (measured), soak 10 min (as declared), way back 10 s (measured: down), and 10 s of buffer.',
    )
    assert.equal(
      decide,
      'Decide by T+10 min 10 s: the way back, begun by then, ends within the planned time with the buffer kept.',
    )
  })

  it('holds it against the declared window', () => {
    const second = (durationMs: number) =>
      windowInWords(seen(wholeRehearsal({ started: [started({ change: change(durationMs) })] })))[1]
    assert.equal(second(50_000), 'The declared window, 50 s, holds it, buffer included.')
    assert.equal(second(49_000), 'The declared window, 49 s, holds it, but not the buffer of 10 s as well.')
    assert.equal(second(39_000), 'The declared window, 39 s, is too short: 40 s are needed at least.')
  })

  it('names the hours of a declared window in UTC, and rounds against whoever is late', () => {
    const window = { durationMs: 3_600_000, from: '2026-11-26T22:00:00.000Z', to: '2026-11-26T23:00:00.000Z' }
    const entries = wholeRehearsal({ started: [started({ change: change(0, { window }) })] })
    assert.deepEqual(windowInWords(seen(entries)).slice(1, 3), [
      'The declared window, 2026-11-26 22:00 to 2026-11-26 23:00 UTC (1 h), holds it, buffer included.',
      'Decide by T+59 min 40 s, at 22:59:40 UTC: the way back, begun by then, ends within the window with the buffer kept.',
    ])
  })
})
