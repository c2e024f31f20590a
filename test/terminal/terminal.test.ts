import assert from 'node:assert/strict'
import { judge } from '../../harness/checks/judge.ts'
import { readJournal } from '../../harness/journal/read.ts'
import type { Entry } from '../../harness/model/evidence.ts'
import { tame, wantsColor } from '../../harness/terminal/ink.ts'
import { programme } from '../../harness/terminal/programme.ts'
import { verdictLines } from '../../harness/terminal/verdict-lines.ts'
import { change } from '../checks/change.ts'
import { act, journal, started, wholeRehearsal } from '../checks/journal.ts'

function fixture(name: string) {
  return readJournal(new URL(`../fixtures/journals/${name}.jsonl`, import.meta.url).pathname).entries
}

const early = journal(
  started({ weaker: ['egress is not isolated'] }),
  { kind: 'act.started', act: 'stage' },
  { kind: 'stage.database', version: '17.6', settings: {} },
  { kind: 'act.ended', act: 'stage', status: 'ok', durationMs: 9_300, summary: '' },
  ...act('seed', { durationMs: 31_000, summary: '1.2 M rows, 412 MB' }),
  ...act('baseline', { status: 'failed', durationMs: 245_000, summary: 'k6 ended' }),
  ...act('upgrade', { status: 'skipped', durationMs: 0, summary: 'an act before it failed' }),
)

function perform(color = false) {
  const written: string[] = []
  using shown = programme({ write: (text) => written.push(text) }, { live: null, groups: null, color })
  for (const entry of early) shown.hear(entry)
  shown.progress('loading orders')
  return written.join('')
}

describe('the programme', () => {
  it('prints a header and one aligned line per act', () => {
    assert.equal(
      perform(),
      [
        'rehearsal  orders-v42   processes   postgres 17.6   seed 7',
        '  weaker: egress is not isolated',
        '  stage       ok       9.3 s',
        '  seed        ok      31.0 s   1.2 M rows, 412 MB',
        '  baseline    failed 245.0 s   k6 ended',
        '  upgrade     skipped          an act before it failed',
        '    loading orders',
        '',
      ].join('\n'),
    )
  })

  it('moves no cursor and shows no colour off a terminal', () => {
    assert.ok(!perform().includes('\u001b'))
    assert.ok(!perform().includes('\r'))
  })
})

describe('the verdict on a terminal', () => {
  it('says findings worst first and ends in a line that can be grepped', () => {
    const entries = fixture('as-delivered')
    const lines = verdictLines(entries, judge(entries), { color: false, report: 'runs/1/report.md' }).split('\n')
    assert.deepEqual(lines.slice(0, 3), [
      'BLOCKER  access-exclusive-too-long    migrations/003-add-total.up.sql:4',
      '  ALTER TABLE orders ALTER COLUMN total TYPE nume… held ACCESS EXCLUSIVE on orders for 2100 ms (limit 500 ms); 212 POST /orders stalled, longest 2140 ms; 40 GET /orders/:id stalled, longest 1700 ms',
      '  → Run the long part under a weaker lock, and set lock_timeout on the rest.     journal #20',
    ])
    assert.deepEqual(lines.slice(-2), ['NO-GO  4 blockers, 1 note   runs/1/report.md', ''])
    assert.match(lines.at(-6) ?? '', /^NOTE {5}lock-queue-stalled-traffic {3}/)
  })

  it('says a remedy once, and of what else it is for', () => {
    const entries = fixture('as-delivered')
    const { findings, ...rest } = judge(entries)
    const twice = { ...rest, findings: findings.slice(0, 1).flatMap((one) => [one, { ...one, subject: '004.sql:1' }]) }
    const lines = verdictLines(entries, twice, { color: false, report: 'r' }).split('\n')
    assert.deepEqual(
      [lines[3], lines[5]],
      [
        'BLOCKER  access-exclusive-too-long   004.sql:1',
        '  → As above, for access-exclusive-too-long at migrations/003-add-total.up.sql:4.     journal #20',
      ],
    )
  })

  it('says what is not known and what would settle it', () => {
    const entries = fixture('database-died-in-baseline')
    const text = verdictLines(entries, judge(entries), { color: false, report: 'r' })
    assert.deepEqual(text.split('\n').slice(0, 4), [
      'UNKNOWN  rehearsal-completes          Were all acts performed to their end?',
      '  baseline failed: database died: it was killed by SIGKILL; skipped: upgrade, soak, rollback, restored, audit. Settled by a rehearsal that is performed to its end.',
      'UNKNOWN  staging-died                 Did the database and the services stay alive?',
      '  database died in baseline: database died: it was killed by SIGKILL. Settled by a rehearsal in which everything lives until the upgrade begins.',
    ])
    assert.deepEqual(text.split('\n').slice(8), [
      'UNKNOWN  and 12 more: access-exclusive-too-long, lock-queue-stalled-traffic, deadlock-with-traffic, error-budget-spent, journey-broken, latency-regressed, k6-threshold-crossed, generator-kept-up, rollback-restores-schema, acknowledged-writes-kept, sequence-behind-column, rollback-restores-versions',
      'INCONCLUSIVE  16 checks unknown, no findings   r',
      '',
    ])
  })

  it('says once what several checks lack', () => {
    const ruling = { ruling: 'unknown', because: 'nobody watched the locks' } as const
    const checks = ['one', 'other'].map(
      (id) => ({ id, gating: true, act: 'upgrade', asks: 'Was it?', ruling }) as const,
    )
    const text = verdictLines([], { verdict: 'inconclusive', checks, findings: [] }, { color: false, report: 'r' })
    assert.deepEqual(text.split('\n').slice(0, 4), [
      'UNKNOWN  one     Was it?',
      '  nobody watched the locks',
      'UNKNOWN  other   Was it?',
      '  As above, for one.',
    ])
  })

  it('says that there is no way back', () => {
    const entries = fixture('no-way-back')
    assert.equal(
      verdictLines(entries, judge(entries), { color: false, report: 'r' }).split('\n').at(-2),
      'GO, no way back  no findings   r',
    )
  })

  it('says how long the window must be, and whether the declared one holds it', () => {
    const textOf = (entries: readonly Entry[]) =>
      verdictLines(entries, { verdict: 'go', checks: [], findings: [] }, { color: false, report: 'r' }).split('\n')
    assert.deepEqual(textOf(wholeRehearsal()).slice(0, -2), [
      'window   Plan at least 53.4 s: upgrade 10 s (measured), soak 20 s (as long as an act here (--act-time), for change.soak declares none), way back 10 s (measured: down), and 13.4 s of buffer.',
    ])
    const declared = wholeRehearsal({ started: [started({ change: change(40_000) })] })
    assert.deepEqual(textOf(declared).slice(1, 3), [
      '         The declared window, 40 s, holds it, but not the buffer of 10 s as well.',
      '         Decide by T+30 s: the way back, begun by then, ends within the window.',
    ])
  })

  it('colours only where it is asked to', () => {
    const entries = fixture('all-went-well')
    assert.equal(
      verdictLines(entries, judge(entries), { color: true, report: 'r' }).split('\n').at(-2),
      '\u001b[1m\u001b[32mGO\u001b[39m\u001b[22m  no findings   r',
    )
    assert.deepEqual(
      [wantsColor({ isTTY: true }, {}), wantsColor({ isTTY: true }, { NO_COLOR: '1' }), wantsColor({}, {})],
      [true, false, false],
    )
  })

  it('takes escape sequences and line breaks out of what logs say', () => {
    assert.equal(tame('\u001b[31mred\u001b[0m\nnext\u0007'), 'red next')
  })

  it('breaks what a CI would obey, and shows marks that turn the reading direction', () => {
    assert.equal(tame(' ::add-mask::NO-GO'), ': :add-mask::NO-GO')
    assert.equal(tame('told ##[error]forged'), 'told ## [error]forged')
    assert.equal(tame('::1 refused'), '::1 refused')
    assert.equal(tame('GET /\u202eog'), 'GET /\\u202eog')
    const written: string[] = []
    using shown = programme({ write: (text) => written.push(text) }, { live: null, groups: null, color: false })
    shown.progress('  ::error::forged\u001b[2J')
    assert.deepEqual(written, ['      : :error::forged\n'])
  })
})
