import assert from 'node:assert/strict'
import { parse, type TestCase } from 'junit2json'
import { actOf } from '../../harness/checks/act-of.ts'
import { answerOf } from '../../harness/checks/answer-of.ts'
import { CHECKS } from '../../harness/checks/index.ts'
import { judge } from '../../harness/checks/judge.ts'
import type { Entry } from '../../harness/model/evidence.ts'
import { renderJunit } from '../../harness/report/junit.ts'
import { step, wholeRehearsal } from '../checks/journal.ts'
import { FIXTURES, fixture } from './fixture.ts'

/** As another program reads it. */
async function suitesOf(entries: readonly Entry[]) {
  const read = await parse(renderJunit(entries, judge(entries)))
  if (read == null || !('testsuite' in read)) assert.fail('expected test suites')
  return read
}

function named(cases: readonly TestCase[], has: 'failure' | 'error' | 'skipped'): readonly (string | undefined)[] {
  return cases.filter((one) => one[has] !== undefined).map(({ name }) => name)
}

describe('junit.xml', () => {
  it('has a suite for each act that a check belongs to, in the order of the play', async () => {
    const { name, tests, testsuite = [] } = await suitesOf(fixture('as-delivered'))
    assert.deepEqual([name, tests], ['orders-v42', CHECKS.length])
    assert.deepEqual(
      testsuite.map((suite) => suite.name),
      ['stage', 'probes', 'baseline', 'upgrade', 'soak', 'rollback', 'restored', 'forward', 'audit', 'verdict'],
    )
    for (const suite of testsuite) {
      const ids = suite.testcase?.map((one) => one.name)
      assert.deepEqual(
        ids,
        CHECKS.map(({ id }) => id).filter((id) => actOf(id) === suite.name),
      )
      assert.equal(suite.tests, ids?.length)
    }
  })

  it('makes failures of blockers, errors of what gates and is not known, and skips the rest, in every journal', async () => {
    for (const journal of FIXTURES) {
      const entries = fixture(journal)
      const { checks } = judge(entries)
      const { testsuite = [], failures, errors } = await suitesOf(entries)
      const cases = testsuite.flatMap(({ testcase = [] }) => testcase)
      const ids = (has: (check: (typeof checks)[number]) => boolean) => new Set(checks.filter(has).map(({ id }) => id))
      const blocked = ids(
        ({ ruling }) => ruling.ruling === 'found' && ruling.findings.some(({ severity }) => severity === 'blocker'),
      )
      const unknown = ids(({ gating, ruling }) => gating && ruling.ruling === 'unknown')
      assert.deepEqual(new Set(named(cases, 'failure')), blocked, journal)
      assert.deepEqual(new Set(named(cases, 'error')), unknown, journal)
      assert.deepEqual([failures, errors], [blocked.size, unknown.size])
      assert.deepEqual(
        new Set(named(cases, 'skipped')),
        ids(({ gating, ruling }) => answerOf(ruling) === 'not asked' || (!gating && ruling.ruling === 'unknown')),
      )
    }
  })

  it('skips what had nothing to ask, and says why', () => {
    const entries = fixture('all-went-well')
    assert.match(
      renderJunit(entries, judge(entries)),
      /name="slo-missed"><skipped message="the spec names no slo\.yaml"\/>/,
    )
  })

  it('names the act in the class, and tells the findings', () => {
    const entries = fixture('as-delivered')
    assert.match(
      renderJunit(entries, judge(entries)),
      /<testcase classname="orders-v42\.probes" name="rollback-restores-rows"><failure message="1 blocker">BLOCKER orders/,
    )
  })

  it('has no character that XML cannot hold', async () => {
    const reason = 'a\u0000b\u001b[31m & <c> "d" \ud800 ]]> <!--'
    const entries = wholeRehearsal({ upgrade: [step('upgrade', { ok: false, reason })] })
    const { testsuite = [] } = await suitesOf(entries)
    const [failure] = testsuite.flatMap(({ testcase = [] }) => testcase).flatMap((one) => one.failure ?? [])
    assert.ok(failure?.inner?.includes('a\ufffdb\ufffd[31m & <c> "d" \ufffd ]]> <!--'))
  })
})
