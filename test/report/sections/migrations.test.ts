import assert from 'node:assert/strict'
import { migrations } from '../../../harness/report/sections/migrations.ts'
import { held, journal, ran, started, wholeRehearsal } from '../../checks/journal.ts'
import { LEFT_BEHIND, stair, stairway, torn } from '../../checks/stairs.ts'
import { ALTER, attempts, examined, NAME, stallFelt, traced, tried } from '../../checks/trials.ts'
import { HOSTILE, isHarmless, shown, words } from './shown.ts'

describe('migrations one by one', () => {
  it('shows of each statement its lock, how long it was held, and who waited beside whom', () => {
    const lines = words(migrations, tried({ beside: [stallFelt('long-reader')] }))
    assert.deepEqual(lines.slice(0, 6), [
      '1 migration, tried on clones of the seeded database.',
      'migration | stairway | strongest lock | held alone | held under load | worst stall | statements | way',
      `${NAME} | - | ACCESS EXCLUSIVE orders | 50 ms | - | 5 s beside a long reader: a read of orders | 1 | up`,
      NAME,
      '1 statement, 1.0 s',
      'line | statement | took | strongest lock | rewrites | worst stall | held alone | held under load',
    ])
    assert.equal(
      lines[6],
      `1 | ${ALTER} | 1 ms | ACCESS EXCLUSIVE orders |  | 5 s beside a long reader: a read of orders | 50 ms |`,
    )
  })

  it('counts files, and not what their applier sends besides', () => {
    const lock = traced(2, { place: null, statement: 'SELECT pg_advisory_lock(?)', locks: [] })
    const of = examined({ name: 'migrate up migrations' })
    const lines = words(migrations, tried({ of, alone: [lock, traced(1)] }))
    assert.equal(lines[0], '1 migration, tried on clones of the seeded database.')
  })

  it('tells of trials in which something happened, and counts the others', () => {
    const ends = { 'idle-writer': { outcome: 'gave-up', attempts: attempts('55P03', '55P03') } } as const
    const lines = words(migrations, tried({ beside: [stallFelt('long-reader')], ends }))
    assert.deepEqual(lines.slice(lines.indexOf('9 trials on clones, and beside whom') + 1), [
      '7 trials completed at the first attempt, and nobody beside it met anything.',
      'migration | tried | how it ended | attempts | took | what others met',
      `${NAME} | beside a long reader | completed | 1 | 1 s | orders waited 5 s`,
      `${NAME} | beside a writer idle in its transaction | gave up, 55P03: error 55P03 | 2 | 3 s |`,
    ])
  })

  it('leads from the table to each migration', () => {
    const html = shown(migrations, tried()) ?? ''
    assert.ok(html.includes(`<a href="#migration-1">${NAME}</a>`))
    assert.ok(html.includes('<details class="migration" id="migration-1">'))
  })

  it('says whether the trace confirms what a scanner suspected, and what nobody exercised', () => {
    const scanned = {
      kind: 'scanner.found',
      migration: 1,
      scanner: 'type-change-rewrites',
      place: { file: NAME, line: 1 },
      statement: ALTER,
      summary: 'rewrites orders',
      remedy: 'r',
      severity: 'concern',
      expects: { kind: 'rewrite', relation: 'orders' },
    } as const
    const covered = { kind: 'trials.covered', migration: 1, untested: ['needs traffic'] } as const
    const lines = words(migrations, tried({ more: [scanned, covered] }))
    assert.ok(lines.includes(`${NAME}:1, type-change-rewrites: rewrites orders (refuted: nothing was rewritten)`))
    assert.ok(lines.includes('unknown: needs traffic'))
  })

  it('adds what was held under load to the statement that took it', () => {
    const file = 'migrations/003-add-total.up.sql'
    const one = traced(4, { place: { file, line: 4 } })
    const facts = tried({ alone: [one] }).map(({ seq: _seq, at: _at, ...fact }) => fact)
    const entries = journal(started(), ran(11_000, 13_100), held(11_010, 13_110), ...facts)
    assert.ok(
      words(migrations, entries).some((line) =>
        line.startsWith(`${file} | - | ACCESS EXCLUSIVE orders | end not seen | 2.1 s |`),
      ),
    )
  })

  it('shows a stairway by itself, each stair with what differs', () => {
    const left = stair({ name: 'db/2.up.sql', files: ['db/2.up.sql'], verdict: 'down-empty', schema: [LEFT_BEHIND] })
    const lines = words(migrations, journal(...stairway([stair(), left])))
    assert.equal(lines[1], 'Up, down and up again on clones, 2 migrations: 1 identical, 1 down empty.')
    assert.deepEqual(lines.slice(-3), [
      'db/2.up.sql',
      'Down and up again: down empty, up 20 ms, down 30 ms, up again 20 ms.',
      'orders.note: added; is text',
    ])
  })

  it('joins a file’s locks with its stairs', () => {
    const facts = tried().map(({ seq: _seq, at: _at, ...fact }) => fact)
    const entries = journal(...facts, ...stairway([stair({ name: NAME, files: [NAME] })], 'probes'))
    const lines = words(migrations, entries)
    assert.equal(lines[0], '1 migration, tried on clones of the seeded database.')
    assert.ok(lines[3]?.startsWith(`${NAME} | identical | ACCESS`), lines[3])
  })

  it('shows the stops of a way down', () => {
    const entries = journal(
      { kind: 'stairway.started', in: 'stairway', name: 'db', runtime: 'processes', stairs: ['db/1'], direct: true },
      {
        kind: 'descent.stopped',
        ...{ stair: 1, name: 'db/1', subject: 'db/1.down.sql', verdict: 'schema-differs', error: null, guilty: null },
        ...{ differences: [{ ...LEFT_BEHIND, leftBy: 'db/1' }], anew: false },
      },
      { kind: 'descent.ended', stops: 1, durationMs: 9, stopped: null },
    )
    assert.deepEqual(words(migrations, entries), [
      'The whole chain down',
      '1 stop: 1 differs.',
      'no. | down | stop | what differs, and who left it',
      '1 | db/1 | differs | orders.note added',
    ])
  })

  it('says that a rehearsal tried none on clones, and is absent where nothing migrates', () => {
    assert.deepEqual(words(migrations, wholeRehearsal()), ['not recorded: migrations were not tried on clones'])
    const failed = { kind: 'probe.failed', probe: 'stairway', reason: 'no room' } as const
    assert.deepEqual(words(migrations, wholeRehearsal({ probes: [failed] })), [
      'not recorded: probe stairway failed: no room',
    ])
    const swap = started({ upgradeSteps: ['service web 2'], rollbackSteps: ['service web 1'] })
    assert.equal(shown(migrations, wholeRehearsal({ started: [swap] })), null)
  })

  it('names what a run of locks or a stairway never came to', () => {
    const locks = { kind: 'locks.started', name: 'db', runtime: 'processes', migrations: ['db/1.sql', NAME] } as const
    const facts = tried().map(({ seq: _seq, at: _at, ...fact }) => fact)
    assert.equal(words(migrations, journal(locks, ...facts))[0], 'not recorded: never examined: db/1.sql')
    assert.deepEqual(words(migrations, journal(locks)), [`not recorded: never examined: db/1.sql, ${NAME}`])
    assert.equal(words(migrations, journal(...torn()))[0], 'not recorded: never tried down and up again: db/2.up.sql')
  })

  it('keeps the text of statements and names text', () => {
    const entries = tried({ alone: [traced(1, { statement: HOSTILE, place: { file: HOSTILE, line: 1 } })] })
    assert.ok(isHarmless(shown(migrations, entries) ?? ''))
  })
})
