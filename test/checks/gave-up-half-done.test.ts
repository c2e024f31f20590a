import assert from 'node:assert/strict'
import { gaveUpHalfDone } from '../../harness/checks/gave-up-half-done.ts'
import type { Scenario } from '../../harness/model/facts-of-trials.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { at, attempts, ended, examined, traced, tried } from './trials.ts'

const { judge } = gaveUpHalfDone

function beside(scenario: Scenario, sqlstates: readonly string[], statement = 'ALTER TABLE orders ADD COLUMN x int') {
  const outcome = sqlstates.length === 1 && !/^(55P03|57014)$/.test(sqlstates[0] ?? '') ? 'failed' : 'gave-up'
  const ends = { [scenario]: { outcome, attempts: attempts(...sqlstates) } }
  return tried({ alone: [traced(1, { statement }), ended()], ends })
}

describe('gave-up-half-done', () => {
  it('finds a retry that stumbles over what the first attempt left', () => {
    for (const sqlstate of ['42701', '42P07', '42710', '42P01', '23505']) {
      const finding = onlyFinding(judge(beside('long-reader', ['55P03', sqlstate])))
      assert.deepEqual(
        [finding.severity, finding.subject, finding.summary],
        [
          'blocker',
          'migrations/003.sql:1',
          `gave up beside a long reader (55P03) and left something behind: run again it failed with ${sqlstate}: error ${sqlstate}`,
        ],
      )
    }
  })

  it('names the invalid index that a concurrent build leaves, with the remedy for it', () => {
    const build = 'CREATE UNIQUE INDEX CONCURRENTLY orders_ref ON orders (ref)'
    const left = onlyFinding(judge(beside('long-reader', ['55P03', '42P07'], build)))
    assert.match(left.summary, /left an invalid index behind: run again it failed with 42P07/)
    assert.match(left.remedy, /^Write DROP INDEX CONCURRENTLY IF EXISTS/)
    const plain = 'CREATE TABLE archive (id int)'
    assert.match(onlyFinding(judge(beside('long-reader', ['55P03', '42P07'], plain))).summary, /left something behind/)
  })

  it('does not take IF NOT EXISTS for a clean retry, unless what was left is dropped before', () => {
    const build = traced(2, {
      statement: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_ref ON orders (ref)',
      place: at(1),
    })
    const ends = { 'long-reader': { attempts: attempts('55P03', null) } }
    const finding = onlyFinding(judge(tried({ alone: [build, ended()], ends })))
    assert.match(finding.summary, /left an invalid index behind, which the next attempt took for done/)
    const drop = traced(1, { statement: 'DROP INDEX CONCURRENTLY IF EXISTS orders_ref', place: at(7) })
    assert.equal(judge(tried({ alone: [drop, build, ended()], ends })).ruling, 'passed')
  })

  it('has a concern about one that never gets its lock, and leaves nothing', () => {
    const finding = onlyFinding(judge(beside('idle-writer', ['55P03', '55P03', '55P03'])))
    assert.deepEqual(
      [finding.severity, finding.summary],
      [
        'concern',
        'gave up beside a writer idle in its transaction in each of 3 attempts: 55P03: error 55P03; nothing was left half-done',
      ],
    )
  })

  it('blocks what fails beside others and not alone, and has a concern about what runs out of its own time', () => {
    assert.equal(onlyFinding(judge(beside('traffic', ['23505']))).severity, 'blocker')
    assert.equal(onlyFinding(judge(beside('long-reader', ['22012']))).severity, 'blocker')
    assert.equal(onlyFinding(judge(beside('long-reader', ['57014']))).severity, 'concern')
  })

  it('holds what a deadlock leaves against the companion that made it', () => {
    assert.equal(onlyFinding(judge(beside('opposite-order', ['40P01', '42701']))).severity, 'concern')
  })

  it('says the same half once, beside however many it was seen', () => {
    const left = { outcome: 'gave-up', attempts: attempts('55P03', '42701') } as const
    const entries = tried({ alone: [traced(1), ended()], ends: { 'long-reader': left, 'idle-writer': left } })
    assert.equal(onlyFinding(judge(entries)).evidence.length, 2)
  })

  it('passes one that gives up and then succeeds', () => {
    const again = { attempts: attempts('55P03', '55P03', null) }
    assertPassed(
      judge(tried({ ends: { 'long-reader': again } })),
      'each that gave up beside others (1 time) succeeded when it was run again',
    )
    assertPassed(judge(tried()), 'no migration gave up beside others')
  })

  it('leaves what fails alone to migration-fails', () => {
    const failed = { outcome: 'failed', attempts: attempts('23505') } as const
    assert.equal(judge(tried({ ends: { alone: failed, 'long-reader': failed } })).ruling, 'passed')
  })

  it('does not know without the trials that would make it give up', () => {
    assertUnknown(
      judge(tried({ without: ['long-reader'] })),
      'migrations/003.sql: the trial beside a long reader left no record. Settled by a run in which each migration is tried beside a long reader and an idle writer.',
    )
    assert.equal(judge(tried({ of: examined({ probed: false }) })).ruling, 'passed')
  })
})
