import assert from 'node:assert/strict'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Ended, journalOf, reaches, startFulldress, verdictOf } from '../../../bench/bars/fulldress.ts'
import { leftBehind } from '../../../bench/bars/left-behind.ts'
import { CLONE_PREFIX } from '../../../harness/companions/clones.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'
import { currentOwner, formatOwner } from '../../../harness/process/owner.ts'
import { startTestServer } from '../postgres.ts'
import { hasProgram } from '../program.ts'
import { migrationsFolder } from './migrations-folder.ts'

const BASE = `
CREATE TABLE orders (id int PRIMARY KEY, note text);
INSERT INTO orders SELECT g, 'a note' FROM generate_series(1, 2000) g;
`

describe('fulldress locks', function () {
  this.timeout(200_000)
  const migrations = migrationsFolder(BASE)
  const { path, write } = migrations

  const start = (file: string, ...more: readonly string[]) =>
    startFulldress(['locks', path(file), ...migrations.options, ...more])
  const locks = (file: string, ...more: readonly string[]): Promise<Ended> => start(file, ...more).ended

  it('exits with 1 and names file and line of a migration that stalls others, and 0 with one that does not', async () => {
    write({
      'bad/001_note.sql':
        '-- No lock_timeout: it queues behind the long reader, and everybody behind it.\n\nALTER TABLE orders ADD COLUMN total int;\n',
      'good/001_note.sql': "SET lock_timeout = '300ms';\nALTER TABLE orders ADD COLUMN total int;\n",
    })
    const bad = await locks('bad', '--hold', '1500ms')
    assert.equal(bad.exitCode, 1, bad.stderr)
    const blockers = verdictOf(migrations.out).findings.filter(({ severity }) => severity === 'blocker')
    assert.deepEqual(blockers.map(({ check, subject }) => [check, subject]).slice(0, 1), [
      ['migration-stalls-clients', path('bad/001_note.sql:3')],
    ])
    assert.match(bad.stdout, /^ +3 {2}ALTER TABLE orders ADD COLUMN total int .* ACCESS EXCLUSIVE orders /m)
    assert.match(bad.stdout, /^NO-GO {2}1 blocker.* {3}\S+\/report\.html$/m)
    rmSync(migrations.out, { recursive: true })
    const good = await locks('good', '--hold', '1500ms')
    assert.equal(good.exitCode, 0, good.stdout + good.stderr)
    assert.match(good.stdout, /^GO /m)
  })

  it('leaves out what comes before a file where the base has all that it needs', async () => {
    write({
      'db/001_total.sql': 'ALTER TABLE orders ADD COLUMN note text;\n',
      'db/002_paid.sql': 'ALTER TABLE orders ADD COLUMN paid boolean;\n',
      'base.sql': `${BASE};\nALTER TABLE orders ADD COLUMN IF NOT EXISTS note text;\n`,
    })
    const { exitCode, stderr } = await locks('db/002_paid.sql', '--no-probes')
    assert.equal(exitCode, 0, stderr)
    assert.match(stderr, /db\/002_paid\.sql needs no more than --base: the migration before it was not applied$/m)
  })

  it('applies what comes before a file, keeps the lines of sections, and prints one document with --json', async () => {
    const up =
      '\n\n-- migrate:up\nALTER TABLE tags\n  ADD COLUMN name text;\n-- migrate:down\nALTER TABLE tags DROP COLUMN name;\n'
    write({
      'db/1_tags.sql': '-- migrate:up\nCREATE TABLE tags (id int);',
      'db/2_name.sql': up,
      'db/3_never.sql': '-- migrate:up\nnonsense',
    })
    const { exitCode, stdout, stderr } = await locks('db/2_name.sql', '--no-probes', '--json')
    assert.equal(exitCode, 0, stderr)
    const { fulldress, verdict, runtime } = JSON.parse(stdout) as Record<string, unknown>
    assert.deepEqual([fulldress, verdict, runtime], [1, 'go', 'processes'])
    const traced = entriesOf(journalOf(migrations.out), 'statement.traced').filter(({ place }) => place !== null)
    assert.deepEqual(
      traced.map(({ place }) => place),
      [{ file: path('db/2_name.sql'), line: 4 }],
    )
    assert.equal(entriesOf(journalOf(migrations.out), 'locks.started')[0]?.layout, 'dbmate: `-- migrate:up` in 3 files')
    const report = await startFulldress(['report', migrations.out]).ended
    assert.equal(report.exitCode, 0, report.stderr)
    assert.match(report.stdout, /^ +4 {2}ALTER TABLE tags ADD COLUMN name text /m)
  })

  it('runs a tool’s own command at DATABASE_URL, and complains of one that never goes there', async function () {
    if (!hasProgram('psql')) this.skip()
    write({ 'one.sql': 'CREATE TABLE tags (id int);\n' })
    const file = path('one.sql')
    const spoke = await locks(
      'one.sql',
      '--no-probes',
      '--command',
      `psql -X "$DATABASE_URL" -v ON_ERROR_STOP=1 -f ${file}`,
    )
    assert.equal(spoke.exitCode, 0, spoke.stderr)
    assert.deepEqual(entriesOf(journalOf(migrations.out), 'statement.traced')[0]?.place, { file, line: 1 })
    rmSync(migrations.out, { recursive: true })
    const silent = await locks('one.sql', '--no-probes', '--command', 'true')
    assert.equal(silent.exitCode, 2)
    assert.match(
      silent.stderr,
      /^fulldress: expected `true` to send statements to the database at DATABASE_URL, found none\n {2}hint: /m,
    )
  })

  it('is where a service of libpq leads a tool', async function () {
    if (!hasProgram('psql')) this.skip()
    write({ 'one.sql': 'CREATE TABLE tags (id int);\n' })
    const file = path('one.sql')
    const { exitCode, stderr } = await locks('one.sql', '--no-probes', '--command', `psql -X service=shop -f ${file}`)
    assert.equal(exitCode, 0, stderr)
    assert.deepEqual(entriesOf(journalOf(migrations.out), 'statement.traced')[0]?.place, { file, line: 1 })
    assert.deepEqual(
      readdirSync(join(migrations.out, 'logs')).filter((name) => name.endsWith('.services')),
      [],
    )
  })

  it('goes down over what belongs to the whole server, which no clone could try', async () => {
    const drop = 'DROP OWNED BY reporting;\nDROP ROLE reporting;'
    write({
      'db/1_role.up.sql': 'CREATE ROLE reporting;\nGRANT SELECT ON orders TO reporting;',
      'db/1_role.down.sql': drop,
    })
    const { exitCode, stdout, stderr } = await locks('db', '--down')
    assert.equal(exitCode, 0, stdout + stderr)
    assert.match(stdout, /1_role\.down\.sql {3}down {3}2 statements/)
  })

  it('works under production’s settings and rows where a profile of it is given', async () => {
    const settings = { role: null, database: null, settings: { TimeZone: 'Asia/Tokyo', lock_timeout: '700ms' } }
    const transactions = { p99Ms: 1_300, longestMs: 1_300, seen: 1, samples: 1, seconds: 1, how: '' }
    const tables = [{ table: 'orders', rows: 9_000, bytes: 1 }]
    const profile = { fulldressProfile: 1, settings: {}, owner: null, roleSettings: [settings], tables, transactions }
    write({
      'profile.json': JSON.stringify(profile),
      'db/1_zone.sql':
        "CREATE TABLE zone AS SELECT current_setting('TimeZone') AS zone, 1 / (current_setting('TimeZone') = 'Asia/Tokyo')::int AS right;",
    })
    const { exitCode, stdout, stderr } = await locks('db', '--profile', path('profile.json'))
    assert.equal(exitCode, 0, stdout + stderr)
    const [examined] = entriesOf(journalOf(migrations.out), 'migration.examined')
    assert.deepEqual([examined?.holdMs, examined?.productionRows], [1_300, 9_000])
    const [statement] = entriesOf(journalOf(migrations.out), 'statement.traced')
    assert.equal(statement?.lockTimeoutMs, 700)
  })

  it('exits with 2 and a hint for a folder of an unknown tool, and writes nothing', async () => {
    write({ 'db/20260101-a.js': '' })
    const { exitCode, stderr } = await locks('db')
    assert.equal(exitCode, 2)
    assert.match(stderr, /^fulldress: expected migrations in .*\n {2}hint: any other tool .*--command/m)
    assert.deepEqual(readdirSync(path('.')).toSorted(), ['base.sql', 'db'])
  })

  it('leaves a server that was lent as it was, and refuses one that somebody else is on', async () => {
    await using server = await startTestServer(17)
    const { host, port, user, password } = server.address
    const url = `postgresql://${user}:${password}@${host}:${port}/app`
    const databases = async () => {
      await using session = await server.session()
      return await session.query('SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1')
    }
    const before = await databases()
    {
      // What a run leaves that was killed: its database, signed by a process that is no more, and a clone.
      await using session = await server.session()
      const dead = `made by fulldress, owner ${formatOwner({ ...currentOwner(), started: '1' })}`
      await session.run('CREATE DATABASE fulldress_dead')
      await session.run(`COMMENT ON DATABASE fulldress_dead IS '${dead}'`)
      await session.run(`CREATE DATABASE ${CLONE_PREFIX}dead_1`)
    }
    write({ 'db/1_role.sql': 'CREATE ROLE left_over;\nCREATE TABLE tags (id int);' })
    const { exitCode, stderr } = await locks('db', '--no-probes', '--database', url)
    assert.equal(exitCode, 0, stderr)
    assert.deepEqual(await databases(), before)
    await using _other = await server.session()
    rmSync(migrations.out, { recursive: true })
    const refused = await locks('db', '--no-probes', '--database', url)
    assert.equal(refused.exitCode, 2)
    assert.match(refused.stderr, /found test \(pid \d+, database app\)\n {2}hint: /)
    assert.doesNotMatch(refused.stderr, /rehearsal/)
  })

  it('ends with 130 after SIGINT beside companions, and leaves nothing', async () => {
    write({ 'db/1_total.sql': 'ALTER TABLE orders ADD COLUMN total int;' })
    const started = start('db', '--hold', '30s')
    const reached = await reaches(migrations.out, ({ kind }) => kind === 'rows.survived', started.ended)
    assert.ok(reached, 'it began')
    const whose = {
      run: entriesOf(journalOf(migrations.out), 'locks.started')[0]?.run ?? 'none',
      owner: String(started.pid),
    }
    const before = leftBehind(whose)
    started.kill('SIGINT')
    const { exitCode, stderr } = await started.ended
    assert.equal(exitCode, 130, stderr)
    assert.ok(before.length > 0, 'it had nothing, so this shows nothing')
    assert.deepEqual(leftBehind(whose), [])
  })
})
