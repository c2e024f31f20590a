import assert from 'node:assert/strict'
import { interruptedMigrationNotResumable as check } from '../../harness/checks/interrupted-migration-not-resumable.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { act, journal, started } from './journal.ts'

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>

const FILE = 'migrations/003.sql'
const INDEX = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_x ON orders (x)'
const EXISTS = { sqlstate: '42P07', message: 'relation "archive" already exists' }

const BEGAN: Fact = { kind: 'interruptions.began', migrations: [FILE] }

function covered(overrides: Partial<FactOf<'interruptions.covered'>> = {}): Fact {
  return {
    ...{ kind: 'interruptions.covered', name: FILE, direction: 'up', statements: 3, moments: 6, tried: 6 },
    ...{ notApplicable: null, durationMs: 900, ...overrides },
  }
}

function interrupted(overrides: Partial<FactOf<'migration.interrupted'>> = {}): Fact {
  return {
    ...{ kind: 'migration.interrupted', name: FILE, source: 'sql', direction: 'up', how: 'connection-cut' },
    ...{ moment: 'after', index: 2, of: 3, place: { file: FILE, line: 4 }, statement: 'INSERT INTO archive SELECT ?' },
    ...{ committed: 2, indexesInvalid: [], lingering: [], again: 'completed', error: null, differences: [] },
    ...overrides,
  }
}

const judged = (...facts: readonly Fact[]) => check.judge(journal(started(), BEGAN, ...facts))

describe('interrupted-migration-not-resumable', () => {
  it('names the statement after which a second run fails, and the one that is committed and not repeatable', () => {
    const error = { ...EXISTS, place: { file: FILE, line: 2 }, statement: 'CREATE TABLE archive (x int)', index: 1 }
    const failed = { again: 'failed', error } as const
    const later = interrupted({ ...failed, index: 3, committed: 3, place: { file: FILE, line: 9 } })
    const finding = onlyFinding(judged(later, interrupted({ ...failed, how: 'backend-terminated' }), covered()))
    assert.deepEqual(finding, {
      check: 'interrupted-migration-not-resumable',
      severity: 'blocker',
      subject: `${FILE}:4`,
      summary: `stopped after statement 2 of 3 of ${FILE} (the applier cut off as if killed or its backend terminated), a second run fails at ${FILE}:2: relation "archive" already exists (42P07); statement 1 of 3 is committed and not repeatable`,
      remedy: check.remedy,
      measured: { statement: 2, statements: 3, interruptions: 2 },
      evidence: [3, 4],
    })
  })

  it('passes a tool that was done when it was stopped and refuses to run again, and no other failure', () => {
    const error = { sqlstate: '', message: 'Migration "2.js" was not run', place: null, statement: '', index: null }
    const refused = { source: 'command', index: 3, name: 'knex migrate:down 2.js', direction: 'down', error } as const
    assertPassed(
      judged(interrupted({ ...refused, again: 'refused' }), covered({ moments: 1, tried: 1 })),
      '1 migration stopped at 1 of 1 moment ended, run again, as an uninterrupted run does; knex migrate:down 2.js was done, and refuses to run again: Migration "2.js" was not run',
    )
    for (const differences of [[], ['knex_migrations has 1 rows, after an uninterrupted run 2']])
      assert.equal(onlyFinding(judged(interrupted({ ...refused, again: 'failed', differences }))).severity, 'blocker')
    const left = ['knex_migrations has 1 rows, after an uninterrupted run 2']
    assert.equal(judged(interrupted({ ...refused, again: 'refused', differences: left })).ruling, 'found')
  })

  it('tells of an invalid index that the second run takes for done', () => {
    const finding = onlyFinding(
      judged(
        interrupted({
          ...{
            moment: 'during',
            how: 'backend-terminated',
            statement: INDEX,
            committed: 1,
            indexesInvalid: ['orders_x'],
          },
          differences: ['index public.orders_x is another than after an uninterrupted run'],
        }),
        covered(),
      ),
    )
    assert.equal(
      finding.summary,
      `stopped in the middle of statement 2 of 3 of ${FILE} (its backend terminated), it left the invalid index orders_x, which a second run takes for done: IF NOT EXISTS asks for its name only`,
    )
  })

  it('tells of an invalid index at which the second run fails', () => {
    const error = { sqlstate: '42P07', message: 'relation "orders_x" already exists' }
    const finding = onlyFinding(
      judged(
        interrupted({
          ...{ moment: 'during', how: 'backend-terminated', statement: INDEX, indexesInvalid: ['orders_x'] },
          ...{ again: 'failed', error: { ...error, place: { file: FILE, line: 4 }, statement: INDEX, index: 2 } },
        }),
        covered(),
      ),
    )
    assert.equal(
      finding.summary,
      `stopped in the middle of statement 2 of 3 of ${FILE} (its backend terminated), it left the invalid index orders_x, at which a second run fails: relation "orders_x" already exists (42P07)`,
    )
  })

  it('finds a second run that completes with doubled rows, of a tool by its statement', () => {
    const finding = onlyFinding(
      judged(
        interrupted({
          ...{ source: 'command', how: 'tool-killed', place: null, direction: 'down', name: 'migrate: node down.js' },
          differences: ['archive has 2000 rows, after an uninterrupted run 1000'],
        }),
        covered({ name: 'migrate: node down.js' }),
      ),
    )
    assert.equal(finding.subject, 'INSERT INTO archive SELECT ?')
    assert.equal(
      finding.summary,
      'stopped after statement 2 of 3 of migrate: node down.js (the way back) (the tool killed), a second run ends with something else than an uninterrupted one: archive has 2000 rows, after an uninterrupted run 1000',
    )
  })

  it('is concerned, no more, where the first run is still at work and holds its lock', () => {
    const error = { sqlstate: '', message: 'another migration is running', place: null, statement: '', index: null }
    const lingering = [{ pid: 77, statement: 'UPDATE orders SET x = ?', advisory: ['42'] }]
    const finding = onlyFinding(judged(interrupted({ again: 'failed', error, lingering }), covered()))
    assert.equal(finding.severity, 'concern')
    assert.equal(
      finding.summary,
      `stopped after statement 2 of 3 of ${FILE} (the applier cut off as if killed), the advisory lock 42 is still held by pid 77, which goes on with UPDATE orders SET x = ?, and a second run fails: another migration is running`,
    )
  })

  it('finds a tool that says all went well and left half', () => {
    const half = { again: 'by-itself', differences: ['table public.archive is missing'] } as const
    const { severity, summary } = onlyFinding(judged(interrupted(half), covered()))
    assert.equal(severity, 'blocker')
    assert.match(summary, /, it says that all went well, but table public\.archive is missing$/)
  })

  it('passes where each second run ended like an uninterrupted one, by itself or not', () => {
    assertPassed(
      judged(interrupted(), interrupted({ again: 'by-itself' }), covered({ moments: 12 })),
      '1 migration stopped at 6 of 12 moments ended, run again, as an uninterrupted run does; files that were done by then were not run again',
    )
  })

  it('passes over what belongs to the whole server, and says so', () => {
    const roles = covered({ name: 'roles.sql', tried: 0, notApplicable: 'it makes roles' })
    assertPassed(
      check.judge(journal(started(), { ...BEGAN, migrations: [FILE, 'roles.sql'] }, covered(), roles)),
      '1 migration stopped at 6 of 12 moments ended, run again, as an uninterrupted run does; not roles.sql: it makes roles',
    )
  })

  it('passes where the probes had nothing to interrupt', () => {
    assertPassed(check.judge(journal(started(), ...act('probes'))), 'no migration was interrupted on clones')
  })

  const SETTLED = 'Settled by a rehearsal in which each migration is interrupted on clones and run again.'

  it('does not know where the probe failed, was never over, or met none of the moments', () => {
    const failed: Fact = { kind: 'probe.failed', probe: 'migrations-interrupted', reason: 'no space left' }
    assertUnknown(judged(failed), `migrations could not be interrupted on clones: no space left. ${SETTLED}`)
    assertUnknown(judged(interrupted()), `never interrupted: ${FILE}. ${SETTLED}`)
    assertUnknown(
      judged(covered({ tried: 0 })),
      `${FILE}: none of its moments came when it was run once more. ${SETTLED}`,
    )
  })
})
