import assert from 'node:assert/strict'
import { headlineOf } from '../../harness/checks/headline.ts'
import { CHECKS } from '../../harness/checks/index.ts'
import { exitCodeOf, judge } from '../../harness/checks/judge.ts'
import { readJournal } from '../../harness/journal/read.ts'
import type { Entry, Fact } from '../../harness/model/evidence.ts'
import { endpoint, journal, phase, started, wholeRehearsal } from './journal.ts'

function fixture(name: string): readonly Entry[] {
  return readJournal(new URL(`../fixtures/journals/${name}.jsonl`, import.meta.url).pathname).entries
}

function blockersOf(name: string) {
  const { findings } = judge(fixture(name))
  return findings.filter(({ severity }) => severity === 'blocker').map(({ check, subject }) => `${check} ${subject}`)
}

describe('the verdict', () => {
  const cases = [
    ['all-went-well', 'GO', 'no findings', 0],
    ['nothing-changes', 'GO', 'no findings', 0],
    ['no-way-back', 'GO, no way back', 'no findings', 0],
    ['as-delivered', 'NO-GO', '4 blockers, 1 note', 1],
    ['upgrade-step-failed', 'NO-GO', '1 blocker', 1],
    ['killed-in-soak', 'INCONCLUSIVE', '15 checks unknown, no findings', 3],
    ['database-died-in-baseline', 'INCONCLUSIVE', '16 checks unknown, no findings', 3],
  ] as const
  for (const [name, verdict, counts, exitCode] of cases) {
    it(`is ${verdict} where ${name.replaceAll('-', ' ')}`, () => {
      const entries = fixture(name)
      const judgement = judge(entries)
      assert.deepEqual(
        { ...headlineOf(entries, judgement), exitCode: exitCodeOf(entries, judgement) },
        { verdict, counts, exitCode },
      )
    })
  }

  it('names migration, table and objects of the upgrade as delivered', () => {
    assert.deepEqual(blockersOf('as-delivered'), [
      'access-exclusive-too-long migrations/003-add-total.up.sql:4',
      'rollback-restores-schema index public.orders_status_idx',
      'rollback-restores-schema column public.orders.total',
      'rollback-restores-rows orders',
    ])
  })

  it('adds no doubt about the soak to an upgrade that failed', () => {
    const { checks } = judge(fixture('upgrade-step-failed'))
    const unknown = checks.filter(({ gating, ruling }) => gating && ruling.ruling === 'unknown')
    assert.deepEqual(unknown, [])
  })

  it('is never GO for a journal that stops early, wherever it stops', () => {
    const whole = fixture('all-went-well')
    const verdicts = whole.map((_, length) => judge(whole.slice(0, length)).verdict)
    assert.deepEqual(new Set(verdicts), new Set(['inconclusive']))
  })

  it('is never GO where any one fact that a gating check reads is missing', () => {
    const whole = fixture('all-went-well')
    const unread = new Set(['stage.database', 'stage.egress', 'seed.table', 'act.started'])
    const losable = whole.filter(
      ({ kind, seq }) => judge(whole.filter((entry) => entry.seq !== seq)).verdict === 'go' && !unread.has(kind),
    )
    // The quiet clone's catalog only adds to the one that is compared after the rollback under load.
    assert.deepEqual(
      losable.map((entry) => `${entry.kind} ${'before' in entry ? entry.before : ''}`),
      ['catalog.compared quiet-before'],
    )
  })

  it('says GO beside a concern', () => {
    const slow = { endpoints: [endpoint({ latency: { p50Ms: 600, p90Ms: 600, p95Ms: 600, p99Ms: 600, maxMs: 600 } })] }
    const parts: Record<string, readonly Fact[]> = { baseline: [phase('baseline', slow)], soak: [phase('soak', slow)] }
    const judgement = judge(wholeRehearsal(parts))
    assert.deepEqual([judgement.verdict, judgement.findings.map(({ severity }) => severity)], ['go', ['concern']])
  })

  it('has checks with names of their own, a question, a reason and a remedy', () => {
    assert.equal(new Set(CHECKS.map(({ id }) => id)).size, CHECKS.length)
    for (const { id, asks, why, remedy } of CHECKS) {
      assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/)
      assert.match(asks, /\?$/)
      assert.ok(why.endsWith('.') && remedy.endsWith('.'), id)
    }
  })

  it('has the exit code of what ended the run, whatever could be judged of it', () => {
    const must: Fact = { kind: 'operator.must.act', code: 'seed-failed', message: 'no rows', hint: 'mend it' }
    const bug: Fact = { kind: 'harness.failed', reason: 'undefined', stack: '' }
    const codes = [[], [must], [bug]].map((facts) =>
      exitCodeOf(journal(started(), ...facts), { verdict: 'inconclusive' }),
    )
    assert.deepEqual(codes, [3, 2, 70])
  })
})
