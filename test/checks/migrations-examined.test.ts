import assert from 'node:assert/strict'
import { headlineOf } from '../../harness/checks/headline.ts'
import { CHECKS, TRIAL_CHECKS } from '../../harness/checks/index.ts'
import { exitCodeOf, judge, judgeLocks } from '../../harness/checks/judge.ts'
import { migrationsExamined } from '../../harness/checks/migrations-examined.ts'
import { trialsCover } from '../../harness/checks/trials-cover.ts'
import type { Entry, Fact } from '../../harness/model/evidence.ts'
import { renderMarkdown } from '../../harness/report/markdown.ts'
import { renderVerdictJson } from '../../harness/report/verdict-json.ts'
import { assertPassed, assertUnknown } from './expect.ts'
import { journal, phase, started, wholeRehearsal } from './journal.ts'
import { ended, examined, lock, NAME, stallFelt, survived, traced, tried } from './trials.ts'

const BEGUN: Fact = { kind: 'locks.started', name: 'migrations', runtime: 'processes', migrations: [NAME] }
const DONE: Fact = { kind: 'locks.ended', durationMs: 7_000 }
const SETTLED = 'Settled by a run in which every migration is tried to its end.'

/** Facts to be numbered anew. */
function factsOf(entries: readonly Entry[]): readonly Fact[] {
  return entries.map(({ seq: _, at: __, ...fact }) => fact as Fact)
}

function locks(parts: Parameters<typeof tried>[0] = {}): readonly Entry[] {
  return journal(BEGUN, ...factsOf(tried(parts)), DONE)
}

describe('migrations-examined', () => {
  const { judge } = migrationsExamined

  it('passes a run that tried every migration to its end', () => {
    assertPassed(judge(locks()), '1 migration examined to the end')
    assertPassed(judge(journal(started())), 'no migration was examined on clones')
  })

  it('does not know of a run that stops early what the rest would have shown', () => {
    const torn = 'the journal stops before the run’s end: it was killed, or is still under way'
    assertUnknown(judge(journal(BEGUN)), `${torn}; never examined: migrations/003.sql. ${SETTLED}`)
    assertUnknown(judge(journal(BEGUN, ...factsOf(tried()))), `${torn}. ${SETTLED}`)
    const bug: Fact = { kind: 'harness.failed', reason: 'undefined', stack: '' }
    assertUnknown(judge(journal(BEGUN, ...factsOf(tried()), bug)), `the harness itself failed: undefined. ${SETTLED}`)
  })

  it('does not know what probes would have shown among roles that one before them altered', () => {
    const left: Fact = { kind: 'probe.failed', probe: 'roles-brought-back', reason: 'cannot drop role keeper' }
    assertUnknown(
      judge(journal(started(), left)),
      `roles that a probe altered could not be put back, so those after it met other roles: cannot drop role keeper. ${SETTLED}`,
    )
  })
})

describe('trials-cover', () => {
  it('says what was not exercised, what was only sampled, and which index may be missed', () => {
    const vacuum = traced(1, { statement: 'VACUUM FULL orders', exact: false, because: 'refuses transactions' })
    const untested: Fact = { kind: 'trials.covered', migration: 1, untested: ['unknown: needs traffic on orders'] }
    const parts = { alone: [vacuum, survived({ indexesGone: ['orders_ref'] })], more: [untested] }
    assertUnknown(
      trialsCover.judge(tried(parts)),
      'migrations/003.sql: unknown: needs traffic on orders; migrations/003.sql:1: only sampled, refuses transactions; migrations/003.sql: whether a query needs the index orders_ref, which is gone, is unknown: needs traffic. Settled by statements of the application (--traffic, or traffic.statements in a spec), and rows like production’s (--base, or the seed).',
    )
  })

  it('does not ask for traffic where there is some, and says what that cannot tell', () => {
    const untested = ['unknown: needs traffic on orders']
    const covered = (statements: number): Fact => ({ kind: 'trials.covered', migration: 1, untested, statements })
    const alone = [survived({ indexesGone: ['orders_ref'] })]
    const given = trialsCover.judge(tried({ alone, more: [covered(2)] })).because
    assert.match(
      given,
      /^migrations\/003\.sql: none of the statements given names orders; .* which is gone, is unknown: 2 statements given, each sent by itself, cannot tell\. Settled/,
    )
    const rehearsed = journal(phase('upgrade')).map((entry) => ({ ...entry, seq: 900 }))
    const bare: Fact = { kind: 'trials.covered', migration: 1, untested }
    assert.match(
      trialsCover.judge([...tried({ alone, more: [bare] }), ...rehearsed]).because,
      /^migrations\/003\.sql: no statement is given that names orders; the requests of the rehearsal do not reach the clones; .* which is gone, under the load of this rehearsal, endpoint-regressed says; under another it is unknown\. Settled/,
    )
  })

  it('says once of a statement that it was only sampled', () => {
    const clause = 'migrations/003.sql:1: its locks were sampled, not traced exactly (it commits on its own)'
    const vacuum = traced(1, { statement: 'VACUUM orders', exact: false, because: 'it commits on its own' })
    const covered: Fact = { kind: 'trials.covered', migration: 1, untested: [clause] }
    const { because } = trialsCover.judge(tried({ alone: [vacuum, survived()], more: [covered] }))
    assert.match(because, /^migrations\/003\.sql: migrations\/003\.sql:1: its locks were sampled[^;]*\. Settled by/)
  })

  it('keeps no migration from GO', () => {
    const untested: Fact = { kind: 'trials.covered', migration: 1, untested: ['unknown: needs traffic on orders'] }
    const judgement = judge(locks({ more: [untested] }))
    assert.equal(judgement.verdict, 'go')
    assertPassed(trialsCover.judge(tried()), 'everything that 1 migration touches was exercised')
  })
})

describe('the verdict on migrations', () => {
  it('is GO for a harmless one, and exits with 0', () => {
    const entries = locks()
    const judgement = judge(entries)
    assert.deepEqual(
      [headlineOf(entries, judgement).verdict, judgement.findings, exitCodeOf(entries, judgement)],
      ['GO', [], 0],
    )
    assert.deepEqual(
      judgement.checks.map(({ id }) => id),
      TRIAL_CHECKS.map(({ id }) => id),
    )
  })

  it('is NO-GO for one that stalls clients, and exits with 1', () => {
    const entries = locks({ beside: [stallFelt('long-reader')] })
    const judgement = judgeLocks(entries)
    assert.deepEqual([judgement.verdict, exitCodeOf(entries, judgement)], ['no-go', 1])
    const verdict = JSON.parse(renderVerdictJson(entries, judgement))
    assert.deepEqual(
      [verdict.rehearsal, verdict.runtime, verdict.verdict, verdict.durationMs, verdict.findings[0].subject],
      ['migrations', 'processes', 'no-go', 7_000, 'migrations/003.sql:1'],
    )
    assert.match(renderMarkdown(entries, judgement), /^## NO-GO: migrations\n/)
  })

  it('is never GO where any one fact that a gating check reads is missing', () => {
    const whole = locks()
    const losable = whole.filter(({ seq }) => judge(whole.filter((entry) => entry.seq !== seq)).verdict === 'go')
    // Filled tables only add to the counters of the run alone; without its first entry nobody knows what was to come.
    assert.deepEqual(
      losable.map((entry) => `${entry.kind} ${'scenario' in entry ? entry.scenario : ''}`.trim()),
      ['locks.started', 'trial.started filled', 'transaction.traced', 'trial.started filled'],
    )
  })

  it('asks for nothing beside a migration that is only traced, or that touches nothing in use', () => {
    const only = locks({ of: examined({ probed: false }), alone: [traced(1), ended()] })
    assert.equal(judge(only).verdict, 'go')
    const own = [traced(1, { locks: [lock('AccessExclusiveLock', { existed: false })] }), ended(), survived()]
    const without = ['traffic', 'long-reader', 'idle-writer', 'opposite-order', 'prepared', 'second-runner'] as const
    const runners = (entry: Entry) => entry.kind !== 'runners.compared'
    assert.equal(judge(locks({ alone: own, without }).filter(runners)).verdict, 'go')
  })

  it('judges the migrations of a rehearsal together with all the rest', () => {
    const migrations = tried({ of: examined({ in: 'probes' }), beside: [stallFelt('long-reader')] })
    const [start, ...rest] = wholeRehearsal()
    const entries = journal(...factsOf([start as Entry, ...migrations, ...rest]))
    const judgement = judge(entries)
    assert.equal(judgement.verdict, 'no-go')
    assert.equal(judgement.checks.length, CHECKS.length)
    assert.equal(judge(wholeRehearsal()).verdict, 'go')
  })

  it('does not know where a rehearsal could not try its migrations, and says why', () => {
    const failed: Fact = { kind: 'probe.failed', probe: 'migrations-examined', reason: 'no room for a clone' }
    const judgement = judge(journal(...factsOf(wholeRehearsal()), failed))
    assert.equal(judgement.verdict, 'inconclusive')
    assert.deepEqual(
      judgement.checks.filter(({ ruling }) => ruling.ruling === 'unknown').map(({ id }) => id),
      ['migrations-examined'],
    )
  })
})
