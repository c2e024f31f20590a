import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chooseProgramme } from '../../../harness/commands/locks/programme.ts'
import { RehearsalError } from '../../../harness/errors.ts'

describe('the programme of fulldress locks', () => {
  const start = process.cwd()
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'programme-'))
    process.chdir(folder)
  })
  afterEach(() => {
    process.chdir(start)
    rmSync(folder, { recursive: true, force: true })
  })

  const write = (...files: readonly string[]) => {
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), 'SELECT 1;')
    }
  }
  /** `up db/1.sql`, or `(up db/1.sql)` where it is only applied. */
  const turns = (paths: readonly string[], direction: 'up' | 'down' = 'up') =>
    chooseProgramme(paths, direction).turns.map((turn) => {
      const said = turn.kind === 'command' ? turn.name : `${turn.direction} ${turn.name}`
      return turn.kind === 'command' || turn.examined ? said : `(${said})`
    })

  it('examines all of ./migrations where nothing is named', () => {
    write('migrations/1_a.up.sql', 'migrations/2_b.up.sql')
    assert.deepEqual(turns([]), ['up migrations/1_a.up.sql', 'up migrations/2_b.up.sql'])
  })

  it('passes over the byte order mark that a file begins with, as psql does', () => {
    write('db/001_a.sql')
    writeFileSync(join(folder, 'db/001_a.sql'), '\uFEFFSELECT 1;')
    const [turn] = chooseProgramme(['db'], 'up').turns
    assert.equal(turn?.kind === 'script' && turn.script.text, 'SELECT 1;')
  })

  it('applies the earlier ones of the folder before a file that is named, and none after it', () => {
    write('db/001_a.sql', 'db/002_b.sql', 'db/003_c.sql', 'db/base.sql')
    assert.deepEqual(turns(['./db/002_b.sql']), ['(up db/001_a.sql)', 'up db/002_b.sql'])
    assert.deepEqual(turns(['db/003_c.sql', 'db/001_a.sql']), [
      'up db/001_a.sql',
      '(up db/002_b.sql)',
      'up db/003_c.sql',
    ])
  })

  it('says which files of the folder it leaves aside', () => {
    write('db/1_a.up.sql', 'db/1_a.down.sql', 'db/2_b.sql')
    writeFileSync(join(folder, 'db/empty.sql'), '-- nothing yet\n')
    assert.deepEqual(chooseProgramme(['db'], 'up').leftAside, ['2_b.sql'])
  })

  it('examines files that are no layout’s by themselves, in the order in which they are named', () => {
    write('case/migration.sql', 'case/base.sql', 'case/traffic.sql')
    assert.deepEqual(turns(['case/migration.sql']), ['up case/migration.sql'])
    assert.equal(chooseProgramme(['case/migration.sql'], 'up').layout, null)
  })

  it('does not take a file for a migration of the folder above that its own folder says nothing of', () => {
    write('corpus/001-a/migration.sql', 'corpus/002-b/migration.sql')
    assert.deepEqual(turns(['corpus/002-b/migration.sql']), ['up corpus/002-b/migration.sql'])
  })

  it('finds the folder above Diesel’s and sqitch’s files', () => {
    write('db/2026-01-01_a/up.sql', 'db/2026-01-02_b/up.sql')
    assert.deepEqual(turns(['db/2026-01-02_b/up.sql']), ['(up db/2026-01-01_a/up.sql)', 'up db/2026-01-02_b/up.sql'])
  })

  it('goes down from the last one, once all is up', () => {
    write('db/1_a.up.sql', 'db/1_a.down.sql', 'db/2_b.up.sql', 'db/2_b.down.sql')
    const downs = ['(up db/1_a.up.sql)', '(up db/2_b.up.sql)', 'down db/2_b.down.sql', 'down db/1_a.down.sql']
    assert.deepEqual(turns(['db'], 'down'), downs)
    assert.deepEqual(turns(['db/1_a.down.sql']), ['(up db/1_a.up.sql)', 'down db/1_a.down.sql'])
  })

  it('complains of a way down that is not there', () => {
    write('db/1_a.up.sql')
    assert.throws(() => turns(['db'], 'down'), { message: 'expected db/1_a.up.sql to have a way down, found none' })
  })

  it('names what it looked for in a folder of an unknown tool, and points to --command', () => {
    write('db/20260101-a.js')
    assert.throws(
      () => turns(['db']),
      (error: unknown) =>
        error instanceof RehearsalError &&
        /^expected migrations in db, found none .*`sqitch.plan` \(Sqitch\).*`NNN_name.sql` \(numbered files\)$/.test(
          error.message,
        ) &&
        error.hint.includes('--command'),
    )
  })

  it('complains of what is not there, and of a folder beside a file', () => {
    write('db/1_a.sql')
    assert.throws(() => turns(['nowhere']), /expected a folder of migrations or a file of SQL at nowhere/)
    assert.throws(() => turns(['db', 'db/1_a.sql']), /expected one folder, or files, found db, db\/1_a.sql/)
  })
})
