import assert from 'node:assert/strict'
import { judge } from '../../harness/checks/judge.ts'
import { reasonsOf, wholeReasonsOf } from '../../harness/checks/reasons.ts'
import { readJournal } from '../../harness/journal/read.ts'
import type { Entry } from '../../harness/model/evidence.ts'
import type { Finding } from '../../harness/model/finding.ts'
import { journal, started, wholeRehearsal } from './journal.ts'

function fixture(name: string): readonly Entry[] {
  return readJournal(new URL(`../fixtures/journals/${name}.jsonl`, import.meta.url).pathname).entries
}

function blocker(check: string, subject = 'orders', summary = 'it is gone'): Finding {
  return { check, severity: 'blocker', subject, summary, remedy: '', evidence: [] }
}

function ofBlockers(...findings: readonly Finding[]): readonly string[] {
  return reasonsOf([], { verdict: 'no-go', checks: [], findings })
}

describe('the reasons of a verdict', () => {
  it('are the blockers of a NO-GO, a sentence for each check', () => {
    assert.deepEqual(ofBlockers(blocker('a'), blocker('b', 'x'), blocker('a', 'items')), [
      'a, orders: it is gone (and 1 more of the kind).',
      'b, x: it is gone.',
    ])
  })

  it('are three at most: the third counts the rest', () => {
    assert.deepEqual(ofBlockers(blocker('a'), blocker('b'), blocker('c'), blocker('d'), blocker('d')), [
      'a, orders: it is gone.',
      'b, orders: it is gone.',
      '3 more blockers: c, d.',
    ])
  })

  it('say whether one could go back, whatever else was found', () => {
    const found = ['a', 'b', 'c', 'rollback-restores-schema', 'rollback-restores-rows'].map((check) => blocker(check))
    assert.deepEqual(ofBlockers(...found), [
      'a, orders: it is gone.',
      'rollback-restores-schema, orders: it is gone.',
      '3 more blockers: b, c, rollback-restores-rows.',
    ])
  })

  it('are one line each and no longer than can be read at a glance', () => {
    const [reason = ''] = ofBlockers(blocker('a', 'x', `two\nlines ${'long '.repeat(100)}`))
    assert.match(reason, /^a, x: two lines long .* long …$/)
    assert.ok(reason.length <= 280)
  })

  it('are cut where a clause ends, else where a word does, and are there as a whole', () => {
    const findings = [blocker('a', 'x', `${'long '.repeat(40)}clause; ${'word '.repeat(40)}`), blocker('a')]
    const [reason] = wholeReasonsOf([], { verdict: 'no-go', checks: [], findings })
    assert.equal(reason?.brief, `a, x: ${'long '.repeat(40)}clause; … (and 1 more of the kind).`)
    assert.equal(
      reason?.whole,
      `a, x: ${'long '.repeat(40)}clause; ${'word '.repeat(39)}word (and 1 more of the kind).`,
    )
    const [unbroken = ''] = ofBlockers(blocker('a', 'x', 'y'.repeat(400)))
    assert.equal(unbroken, `a, x: ${'y'.repeat(272)} …`)
  })

  it('are what an INCONCLUSIVE does not know', () => {
    const entries = fixture('killed-in-soak')
    const reasons = reasonsOf(entries, judge(entries))
    assert.equal(reasons.length, 3)
    assert.match(reasons[0] ?? '', /^rehearsal-completes: the journal stops before/)
    assert.match(reasons[2] ?? '', /^\d+ more gating checks are unknown\.$/)
  })

  it('begin with what the operator must do', () => {
    const entries = journal(started(), { kind: 'operator.must.act', code: 'x', message: 'no rows', hint: 'seed' })
    const [first, ...others] = reasonsOf(entries, judge(entries))
    assert.equal(first, 'no rows (seed).')
    assert.ok(others.every((reason) => !reason.includes('no rows')))
  })

  it('are what a GO rests on, and what it leaves open', () => {
    const entries = wholeRehearsal({ started: [started({ wayBack: 'none', reason: 'forward only' })] })
    const judgement = judge(entries)
    assert.equal(judgement.verdict, 'go')
    assert.deepEqual(reasonsOf(entries, judgement).slice(-1), ['GO, no way back: forward only.'])
    assert.match(
      reasonsOf(entries, judgement)[0] ?? '',
      /^None of \d+ checks found a blocker, and none of the \d+ that gate is unknown\.$/,
    )
  })

  it('are one to three for every journal there is', () => {
    for (const name of [
      'all-went-well',
      'as-delivered',
      'database-died-in-baseline',
      'killed-in-soak',
      'no-way-back',
      'nothing-changes',
      'upgrade-step-failed',
    ]) {
      const entries = fixture(name)
      const reasons = reasonsOf(entries, judge(entries))
      assert.ok(reasons.length >= 1 && reasons.length <= 3, name)
      for (const reason of reasons) assert.ok(!/undefined|NaN|\[object|\n/.test(reason), reason)
    }
  })
})
