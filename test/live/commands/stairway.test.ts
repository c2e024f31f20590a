import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Ended, journalOf, startFulldress, verdictOf } from '../../../bench/bars/fulldress.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'
import { STAIR_PREFIX } from '../../../harness/stairway/site.ts'
import { startTestServer } from '../postgres.ts'
import { hasProgram } from '../program.ts'
import { migrationsFolder } from './migrations-folder.ts'

const BASE = `
CREATE TABLE orders (id int PRIMARY KEY, note text);
INSERT INTO orders SELECT g, 'a note' FROM generate_series(1, 200) g;
`

describe('fulldress stairway', function () {
  this.timeout(200_000)
  const migrations = migrationsFolder(BASE)
  const { path, write } = migrations

  const climb = (...options: readonly string[]): Promise<Ended> =>
    startFulldress(['stairway', ...migrations.options, ...options]).ended
  const verdicts = () => entriesOf(journalOf(migrations.out), 'stair.climbed').map(({ verdict }) => verdict)

  it('exits with 1 and names the way down that does not restore, and with 0 once it does', async () => {
    write({
      'db/1_total.up.sql': 'ALTER TABLE orders ADD COLUMN total int;\nCREATE INDEX orders_total ON orders (total);\n',
      'db/1_total.down.sql': 'DROP INDEX orders_total;\n',
      'db/2_note.up.sql': 'ALTER TABLE orders DROP COLUMN note;\n',
      'db/2_note.down.sql': 'ALTER TABLE orders ADD COLUMN note text;\n',
    })
    const bad = await climb(path('db'))
    assert.equal(bad.exitCode, 1, bad.stderr)
    assert.deepEqual(
      verdictOf(migrations.out).findings.map(({ check, severity, subject }) => [check, severity, subject]),
      [
        ['down-incomplete', 'blocker', path('db/1_total.down.sql')],
        ['down-loses-rows', 'blocker', path('db/2_note.down.sql')],
        ['column-order-changed', 'note', path('db/2_note.down.sql')],
      ],
    )
    assert.match(bad.stdout, /^ {2}1 .*1_total\.up\.sql .* schema differs +orders\.total added$/m)
    assert.match(bad.stdout, /^ {2}2 migrations: 1 rows lost, 1 schema differs$/m)
    rmSync(migrations.out, { recursive: true })
    write({ 'db/1_total.down.sql': 'ALTER TABLE orders DROP COLUMN total;\n' })
    const good = await climb(path('db'), '--irreversible', '2_note.up.sql=nobody reads them')
    assert.equal(good.exitCode, 0, good.stdout + good.stderr)
    assert.match(good.stdout, /^NOTE .*down-loses-rows[\s\S]*declared as irreversible: nobody reads them$/m)
    const again = await startFulldress(['report', migrations.out]).ended
    assert.equal(again.exitCode, 0)
    assert.match(again.stdout, /^ {2}2 migrations: 1 identical, 1 rows lost$/m)
  })

  it('tries the files that are named, on what the base and those before them make', async () => {
    write({
      'db/1_a.up.sql': 'CREATE TABLE tags (id int PRIMARY KEY, name text);',
      'db/1_a.down.sql': '',
      'db/2_b.up.sql': 'ALTER TABLE tags DROP COLUMN name;',
      'db/2_b.down.sql': 'ALTER TABLE tags ADD COLUMN name text;',
      'db/3_c.up.sql': 'nonsense',
    })
    const { exitCode, stdout, stderr } = await climb(path('db/2_b.up.sql'), '--json', '--rows', '7')
    assert.equal(exitCode, 1, stderr)
    const { fulldress, verdict, findings } = JSON.parse(stdout) as {
      readonly fulldress: number
      readonly verdict: string
      readonly findings: readonly { readonly summary: string }[]
    }
    assert.deepEqual([fulldress, verdict], [1, 'no-go'])
    assert.match(
      findings[0]?.summary ?? '',
      /^tags\.name has 0 of \d values left after up and down, in (?:\d of )?7 generated rows$/,
    )
  })

  it('goes with a tool’s own commands, one migration at a time, on a server that it leaves as it was', async function () {
    if (!hasProgram('psql')) this.skip()
    await using server = await startTestServer()
    const { host, port, user, password } = server.address
    write({
      'base.sql': `${BASE} CREATE TABLE done (step int);`,
      'step.sh': `
step=$(psql -XAt "$DATABASE_URL" -c 'SELECT count(*) FROM done')
if [ "$1" = up ] && [ "$step" -lt 2 ]; then
  psql -Xq "$DATABASE_URL" -c "CREATE TABLE t$step (id int)" -c "INSERT INTO done VALUES ($step)"
elif [ "$1" = down ]; then
  last=$((step - 1))
  [ "$last" = 1 ] || psql -Xq "$DATABASE_URL" -c "DROP TABLE t$last"
  psql -Xq "$DATABASE_URL" -c "DELETE FROM done WHERE step = $last"
fi
`,
    })
    const tool = (way: string) => `sh ${path('step.sh')} ${way}`
    const ended = await climb(
      ...['--up', tool('up'), '--down', tool('down'), '--each', '--rows', '0'],
      ...['--database', `postgresql://${user}:${password}@${host}:${port}/postgres`],
    )
    assert.equal(ended.exitCode, 1, ended.stderr)
    assert.deepEqual(verdicts(), ['identical', 'down-empty'], ended.stdout)
    await using session = await server.session()
    const left = await session.query(`SELECT FROM pg_database WHERE datname ~ '^(${STAIR_PREFIX}|fulldress_)'`)
    assert.equal(left.length, 0)
  })

  it('says how many migrations a tool’s batch is, and what a failing command printed', async function () {
    if (!hasProgram('psql')) this.skip()
    write({
      'base.sql': `${BASE} CREATE TABLE schema_migrations (version int);`,
      'step.sh': `
done=$(psql -XAt "$DATABASE_URL" -c 'SELECT count(*) FROM schema_migrations')
if [ "$1" = up ] && [ "$done" = 0 ]; then
  psql -Xq "$DATABASE_URL" -c 'CREATE TABLE a (id int)' -c 'CREATE TABLE b (id int)' -c 'INSERT INTO schema_migrations VALUES (1), (2)'
elif [ "$1" = down ]; then
  psql -Xq "$DATABASE_URL" -c 'DROP TABLE IF EXISTS a, b' -c "DELETE FROM schema_migrations WHERE version = $done"
fi
`,
    })
    const tool = (way: string) => `sh ${path('step.sh')} ${way}`
    const batch = await climb('--up', tool('up'), '--down', tool('down'), '--each', '--rows', '0')
    assert.match(
      batch.stdout,
      /^ {2}unknown of 1: 2 migrations at once, as schema_migrations counts them: what one of them leaves and another takes back is not seen$/m,
    )
    rmSync(migrations.out, { recursive: true })
    const failing = await climb('--up', 'echo "ERROR: no such column" >&2; exit 3', '--down', 'true')
    assert.equal(failing.exitCode, 1, failing.stderr)
    assert.match(failing.stdout, / exited with 3; logs\/up-1-1\.log ends with: \| ERROR: no such column$/m)
  })

  it('says of --direct that no rows were compared, and keeps the stops in report.md', async () => {
    write({
      'db/1_note.up.sql': 'ALTER TABLE orders DROP COLUMN note;',
      'db/1_note.down.sql': 'ALTER TABLE orders ADD COLUMN note text;',
    })
    const { exitCode, stdout, stderr } = await climb(path('db'), '--direct')
    assert.equal(exitCode, 0, stdout + stderr)
    assert.match(stdout, /^ {2}weaker: rows were not compared: --direct looks at the schema alone/m)
    const report = readFileSync(join(migrations.out, 'report.md'), 'utf8')
    assert.match(report, /^ {2}1 +\S*1_note\.up\.sql +as on the way up$[\s\S]*^ {2}1 stop: 1 as on the way up$/m)
    const again = await startFulldress(['report', migrations.out]).ended
    assert.match(again.stdout, /^ {2}1 stop: 1 as on the way up$/m)
  })

  it('knows a tool’s history by the name that the operator gives, and goes a batch in it down to its beginning', async function () {
    if (!hasProgram('psql')) this.skip()
    write({
      'step.sh': `
psql() { command psql -XAtq "$DATABASE_URL" "$@"; }
psql -c 'CREATE TABLE IF NOT EXISTS applied (step int PRIMARY KEY)' 2>/dev/null
step=$(psql -c 'SELECT count(*) FROM applied')
if [ "$1" = up ]; then
  [ "$step" != 0 ] || psql -1 -c "CREATE TABLE a (id int); CREATE TABLE b (id int); INSERT INTO applied VALUES (1), (2)"
elif [ "$step" = 2 ]; then
  psql -1 -c "DROP TABLE b; DELETE FROM applied WHERE step = 2"
elif [ "$step" = 1 ]; then
  psql -1 -c "DROP TABLE a; DELETE FROM applied WHERE step = 1"
fi
`,
    })
    const tool = (way: string) => `sh ${path('step.sh')} ${way}`
    const commands = ['--up', tool('up'), '--down', tool('down'), '--each']
    const bad = await climb(...commands)
    assert.equal(bad.exitCode, 1, bad.stderr)
    assert.match(bad.stdout, / Where the tool keeps its history in a, applied, say so: --history TABLE\. /)
    rmSync(migrations.out, { recursive: true })
    const good = await climb(...commands, '--history', 'public.applied')
    assert.equal(good.exitCode, 0, good.stdout + good.stderr)
    assert.deepEqual(verdicts(), ['identical'], good.stdout)
  })

  it('complains of a tool that never goes to its database, and of what it cannot read', async () => {
    const silent = await climb('--up', 'true', '--down', 'true')
    assert.equal(silent.exitCode, 2)
    assert.match(
      silent.stderr,
      /^fulldress: expected `true` to change the database at DATABASE_URL, found it as it was\n {2}hint: /m,
    )
    rmSync(migrations.out, { recursive: true })
    write({ 'db/1_a.up.sql': 'SELECT 1', 'db/1_a.down.sql': 'SELECT 1' })
    const unknown = await climb(path('db'), '--irreversible', '2.up.sql=gone')
    assert.match(
      unknown.stderr,
      /^fulldress: expected 2\.up\.sql, declared as irreversible, to be one of the migrations, found none of that name$/m,
    )
    const wordless = await climb(path('db'), '--irreversible', '1_a.up.sql')
    assert.match(wordless.stderr, /^fulldress: expected --irreversible FILE=reason, found "1_a\.up\.sql"$/m)
  })
})
