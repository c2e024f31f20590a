import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { initCommand } from '../../../harness/commands/init.ts'
import { readSpec } from '../../../harness/spec/read.ts'
import type { Spec } from '../../../harness/spec/spec.ts'

type Files = Readonly<Record<string, string>>

const DBMATE = '-- migrate:up\nCREATE TABLE t ();\n-- migrate:down\nDROP TABLE t;\n'
const GOOSE = '-- +goose Up\nCREATE TABLE t ();\n-- +goose Down\nDROP TABLE t;\n'

/** A folder of each layout, with two migrations: what init takes for the schema, and for the upgrade. */
const LAYOUTS: Readonly<Record<string, Files>> = {
  dbmate: { 'db/migrations/1_a.sql': DBMATE, 'db/migrations/2_b.sql': DBMATE },
  goose: { 'migrations/1_a.sql': GOOSE, 'migrations/2_b.sql': GOOSE },
  'up and down files': {
    'migrations/000001_a.up.sql': 'SELECT 1;',
    'migrations/000001_a.down.sql': 'SELECT 1;',
    'migrations/000002_b.up.sql': 'SELECT 1;',
    'migrations/000002_b.down.sql': 'SELECT 1;',
  },
  'numbered files': { 'migrations/001_a.sql': 'SELECT 1;', 'migrations/002_b.sql': 'SELECT 1;' },
  Flyway: {
    'src/main/resources/db/migration/V1__a.sql': 'SELECT 1;',
    'src/main/resources/db/migration/V2__b.sql': 'SELECT 1;',
  },
  Prisma: {
    'prisma/migrations/migration_lock.toml': '',
    'prisma/migrations/1_a/migration.sql': 'SELECT 1;',
    'prisma/migrations/2_b/migration.sql': 'SELECT 1;',
  },
  Drizzle: {
    'drizzle/meta/_journal.json': '{"entries": [{"idx": 0, "tag": "0000_a"}, {"idx": 1, "tag": "0001_b"}]}',
    'drizzle/0000_a.sql': 'SELECT 1;',
    'drizzle/0001_b.sql': 'SELECT 1;',
  },
  Diesel: {
    'migrations/1_a/up.sql': 'SELECT 1;',
    'migrations/1_a/down.sql': 'SELECT 1;',
    'migrations/2_b/up.sql': 'SELECT 1;',
    'migrations/2_b/down.sql': 'SELECT 1;',
  },
  Sqitch: {
    'sqitch.plan': '%project=x\n\na 2026-01-01T00:00:00Z x <x@x>\nb 2026-01-01T00:00:00Z x <x@x>\n',
    'deploy/a.sql': 'SELECT 1;',
    'deploy/b.sql': 'SELECT 1;',
    'revert/a.sql': 'SELECT 1;',
    'revert/b.sql': 'SELECT 1;',
  },
  'graphile-migrate': { 'migrations/committed/000001.sql': 'SELECT 1;', 'migrations/current.sql': 'SELECT 2;' },
  'node-pg-migrate': {
    'migrations/1_a.sql': '-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 1;\n',
    'migrations/2_b.sql': '-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 1;\n',
  },
  'sql-migrate': {
    'migrations/1_a.sql': '-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 1;\n',
    'migrations/2_b.sql': '-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 1;\n',
  },
}

function project(files: Files, name = 'shop'): { readonly folder: string } & Disposable {
  const parent = mkdtempSync(join(tmpdir(), 'fulldress-init-'))
  const folder = join(parent, name)
  mkdirSync(folder)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return { folder, [Symbol.dispose]: () => rmSync(parent, { recursive: true, force: true }) }
}

/** Writes a spec and reads it as a rehearsal would. */
async function initialised(
  folder: string,
): Promise<{ readonly spec: Spec; readonly text: string; readonly said: string }> {
  const said = await initCommand(folder, {}, {})
  const file = join(folder, 'rehearsal.yaml')
  return { spec: await readSpec(file, {}), text: readFileSync(file, 'utf8'), said }
}

function sqlOf(spec: Spec, act: 'upgrade' | 'rollback') {
  const steps = act === 'upgrade' ? spec.upgrade : 'steps' in spec.rollback ? spec.rollback.steps : []
  return steps.flatMap((step) => (step.kind === 'migrate' && 'sql' in step ? [step.sql] : []))
}

describe('init', () => {
  for (const [tool, files] of Object.entries(LAYOUTS)) {
    it(`writes a spec that reads for migrations of ${tool}: the newest is the upgrade`, async () => {
      using root = project(files)
      const { spec, said } = await initialised(root.folder)
      assert.equal(spec.seeding.files?.files.length, 1)
      const [sql] = sqlOf(spec, 'upgrade')
      assert.equal(sql?.files.length, 1)
      assert.notDeepEqual(sql?.files, spec.seeding.files?.files)
      assert.match(said, new RegExp(`2 migrations \\(${tool}, by`))
    })
  }

  it('goes down where each migration of the upgrade says how, and restores where none does and no service is there', async () => {
    using both = project(LAYOUTS.dbmate as Files)
    const down = await initialised(both.folder)
    assert.equal(down.spec.rollback.way, 'down')
    assert.deepEqual(
      sqlOf(down.spec, 'rollback').map(({ files, direction }) => [direction, ...files]),
      [['down', '2_b.sql']],
    )
    using empty = project({
      ...LAYOUTS.dbmate,
      'db/migrations/2_b.sql': '-- migrate:up\nSELECT 1;\n-- migrate:down\n-- nothing\n',
    })
    const restored = await initialised(empty.folder)
    assert.equal(restored.spec.rollback.way, 'restore')
    assert.match(restored.text, /^# 2_b\.sql has no way down, or an empty one, so a snapshot is restored/m)
  })

  it('lets only the code go back where a service is there and nothing undoes the migrations', async () => {
    using root = project({
      ...LAYOUTS.Prisma,
      'package.json': '{"name": "@acme/Shop API", "scripts": {"start": "node server.js"}}',
    })
    const { spec } = await initialised(root.folder)
    assert.equal(spec.rollback.way, 'code-only')
    assert.deepEqual(
      spec.stage.services.map(({ name }) => name),
      ['shop-api'],
    )
    assert.deepEqual(
      spec.upgrade.map(({ label }) => label),
      ['migrate up prisma/migrations after 1_a', 'service shop-api next (rolling)'],
    )
  })

  it('takes a compose file as it is: what it lacks and what takes no part is said beside it', async () => {
    using root = project({
      ...LAYOUTS.dbmate,
      'docker-compose.yml': `services:
  db: { image: "postgres:16", environment: { POSTGRES_PASSWORD: x } }
  cache: { image: "redis:7", ports: ["6379:6379"] }
  migrate: { image: "amacneil/dbmate", command: up, depends_on: [db] }
  api:
    build: ./api
    ports: ["3000:3000", "9229:9229"]
    deploy: { replicas: 2 }
    depends_on: { migrate: { condition: service_completed_successfully } }
    environment: { DATABASE_URL: "postgres://postgres:x@db:5432/postgres" }
`,
      'api/Dockerfile': 'FROM scratch',
    })
    const { spec, text, said } = await initialised(root.folder)
    assert.equal(spec.stage.database.version, 16)
    assert.deepEqual(
      spec.stage.services.map(({ name, port, initial }) => [name, port, initial]),
      [['api', 3000, 'current']],
    )
    assert.match(text, /without:\n\s+- migrate\n/)
    assert.match(text, /ignore:\n\s+- deploy\n/)
    assert.match(said, /beside them, as the file says: cache/)
  })

  it('takes k6 scripts unchanged, and gives each the address by the name that it reads', async () => {
    using root = project({
      ...LAYOUTS['up and down files'],
      'package.json': '{"name": "shop", "scripts": {"start": "node server.js"}}',
      'server.js': "const port = process.env.PORT || 3000\nif (url === '/healthz') ok()",
      'load/browse.js': `import http from 'k6/http'\nimport { base } from './base.js'\nexport default function () { http.get(\`\${__ENV.API_URL || 'http://localhost:3000'}/items\`) }`,
      'load/base.js': "import { sleep } from 'k6'\nexport function base() {}",
      'load/buy.k6.ts': `import http from 'k6/http'\nexport const options = { scenarios: { buy: { executor: 'constant-arrival-rate', rate: 5 } } }\nexport function buy() { http.post(\`http://\${__ENV.HOST}/buy\`, __ENV.TOKEN) }`,
    })
    const { spec, text } = await initialised(root.folder)
    assert.deepEqual(
      spec.traffic.scenarios.map(({ name, script, exec, ratePerSecond }) => [
        name,
        relative(root.folder, script),
        exec,
        ratePerSecond,
      ]),
      [
        ['browse', 'load/browse.js', null, 10],
        ['buy', 'load/buy.k6.ts', null, null],
      ],
    )
    assert.deepEqual(spec.traffic.environment, {
      API_URL: `\${service.shop.url}`,
      HOST: `\${service.shop.host}:\${service.shop.port}`,
      TOKEN: '',
    })
    assert.match(text, /port: 3000/)
    assert.match(text, /health: \{ path: \/healthz, timeout: 60s \}/)
  })

  it('says of a script that is bound to an address what to write there', async () => {
    using root = project({
      ...LAYOUTS.dbmate,
      'package.json': '{"scripts": {"start": "node server.js"}}',
      'load.js': "import http from 'k6/http'\nexport default function () { http.get('http://localhost:3000/items') }",
    })
    const { said } = await initialised(root.folder)
    assert.match(said, /load\.js sends to http:\/\/localhost:3000 itself/)
  })

  it('has a stand-in read the tables where there is no service to ask', async () => {
    using root = project(LAYOUTS.goose as Files)
    const { spec, said } = await initialised(root.folder)
    assert.deepEqual(
      spec.stage.services.map(({ name }) => name),
      ['reader'],
    )
    assert.ok(existsSync(join(root.folder, 'rehearsal.reader/package-lock.json')))
    assert.match(said, /a stand-in reads the tables/)
  })

  it('writes the commands of a tool whose migrations are no SQL', async () => {
    using root = project({
      'alembic.ini': '',
      'migrations/versions/1_a.py': "revision = 'aaa'\ndown_revision = None\n",
      'migrations/versions/2_b.py': "revision: str = 'bbb'\ndown_revision: Union[str, None] = 'aaa'\n",
      Procfile: `web: gunicorn --bind 0.0.0.0:\${PORT} app\n`,
    })
    const { spec } = await initialised(root.folder)
    assert.deepEqual(
      spec.seeding.commands.map(({ command }) => command),
      ['alembic upgrade aaa'],
    )
    assert.deepEqual(
      spec.upgrade.map(({ label }) => label),
      ['migrate alembic upgrade bbb', 'service app next (rolling)'],
    )
    assert.equal(spec.rollback.way, 'down')
    assert.equal(
      Object.values(spec.stage.services[0]?.versions ?? {})[0]?.command,
      `gunicorn --bind 0.0.0.0:\${PORT} app`,
    )
  })

  it('names the migration that knex is to undo, for a second run would undo one more', async () => {
    using root = project({
      'knexfile.js': '',
      'migrations/20260101_a.js': '',
      'migrations/20260201_b.js': '',
      Procfile: `web: node server.js --port \${PORT}\n`,
    })
    const { spec } = await initialised(root.folder)
    const back = spec.rollback.way === 'down' ? spec.rollback.steps : []
    assert.equal(back.at(-1)?.label, 'migrate npx knex migrate:down 20260201_b.js')
  })

  for (const name of [
    'with space',
    'colon: here',
    '# hash',
    "it's",
    'say "x"',
    'größe-数据',
    `\${HOME}`,
    '- dash',
    '{brace}',
    '&anchor *alias',
    '%percent',
    'a\\b',
    '@at',
    '!tag',
    'true',
    '~',
    'tab\there',
    'new\nline',
  ]) {
    it(`keeps a path with ${JSON.stringify(name)} in it`, async () => {
      using root = project(
        {
          [`${name}/migrations/1_${name}.sql`]: DBMATE,
          [`${name}/migrations/2_${name}.sql`]: DBMATE,
          [`${name}/load.js`]: "import http from 'k6/http'\nexport default function () {}",
          'package.json': '{"scripts": {"start": "node server.js"}}',
        },
        name,
      )
      const { spec } = await initialised(root.folder)
      assert.equal(spec.seeding.files?.folder, join(root.folder, name, 'migrations'))
      assert.deepEqual(spec.seeding.files?.files, [`1_${name}.sql`])
      assert.deepEqual(
        sqlOf(spec, 'upgrade').map(({ files }) => files),
        [[`2_${name}.sql`]],
      )
      assert.equal(spec.traffic.scenarios[0]?.script, join(root.folder, name, 'load.js'))
    })
  }

  it('never writes over a spec unless it is told to, and over a script never', async () => {
    using root = project(LAYOUTS.dbmate as Files)
    await initialised(root.folder)
    const [spec, script] = ['rehearsal.yaml', 'rehearsal.k6.ts'].map((file) => join(root.folder, file)) as [
      string,
      string,
    ]
    writeFileSync(spec, 'mine')
    writeFileSync(script, 'mine as well')
    await assert.rejects(initCommand(root.folder, {}, {}), {
      message: `expected no file at ${spec}, found one, which somebody may have corrected`,
      hint: 'name another with --out, print it with --stdout, or write over it with --force',
    })
    assert.equal(readFileSync(spec, 'utf8'), 'mine')
    await initCommand(root.folder, { force: true }, {})
    assert.match(readFileSync(spec, 'utf8'), /^rehearsal: shop$/m)
    assert.equal(readFileSync(script, 'utf8'), 'mine as well')
  })

  it('writes where --out says, with paths from there', async () => {
    using root = project(LAYOUTS.dbmate as Files)
    const out = join(root.folder, 'ops', 'upgrade.yaml')
    await initCommand(root.folder, { out }, {})
    const spec = await readSpec(out, {})
    assert.equal(spec.seeding.files?.folder, join(root.folder, 'db/migrations'))
    assert.match(readFileSync(out, 'utf8'), /files: \.\.\/db\/migrations/)
  })

  it('prints the spec and writes nothing with --stdout', async () => {
    using root = project(LAYOUTS.dbmate as Files)
    assert.match(
      await initCommand(root.folder, { stdout: true }, {}),
      /^# yaml-language-server: \$schema=\S+rehearsal\.schema\.json$/m,
    )
    assert.ok(!existsSync(join(root.folder, 'rehearsal.yaml')))
    assert.ok(!existsSync(join(root.folder, 'rehearsal.k6.ts')))
  })

  it('names the schema of the installed package, where it is installed', async () => {
    using root = project({ ...LAYOUTS.dbmate, 'node_modules/fulldress/rehearsal.schema.json': '{}' })
    const { text } = await initialised(root.folder)
    assert.equal(text.split('\n')[0], '# yaml-language-server: $schema=./node_modules/fulldress/rehearsal.schema.json')
  })

  it('leaves nothing behind, and says where it fails, where what it would write cannot be rehearsed', async () => {
    using root = project({
      ...LAYOUTS.dbmate,
      'compose.yaml': `services:
  db: { image: "postgres:13", environment: { POSTGRES_PASSWORD: x } }
  api: { image: "api:1", ports: ["3000"] }
`,
    })
    const before = readdirSync(root.folder)
    for (const _ of ['the first time', 'and the second'])
      await assert.rejects(initCommand(root.folder, {}, {}), {
        code: 'spec-invalid',
        message: new RegExp(
          `^expected a spec that runs, found that this one would not, so that nothing was written:\n${root.folder}/compose\\.yaml:2:16  services\\.db\\.image: expected PostgreSQL 16, 17 or 18, found postgres:13$`,
        ),
      })
    assert.deepEqual(readdirSync(root.folder), before)
    assert.match(await initCommand(root.folder, { stdout: true }, {}), /^rehearsal: shop$/m)
  })

  it('says which service of a compose file a spec cannot name', async () => {
    using root = project({
      'compose.yaml': 'services: { db: { image: "postgres:17" }, strategy: { image: a, ports: ["80"] } }',
    })
    await assert.rejects(initCommand(root.folder, {}, {}), {
      code: 'spec-invalid',
      message: /^expected a service in compose\.yaml that a step can name, found strategy: /,
    })
  })

  it('writes a spec that reads for a service made by `extends`, which takes no part', async () => {
    using root = project({
      ...LAYOUTS.dbmate,
      'compose.yaml': `services:
  db: { image: "postgres:17", environment: { POSTGRES_PASSWORD: x } }
  api: { image: "api:1", ports: ["3000"] }
  cache: { extends: { file: base.yaml, service: redis } }
`,
    })
    const { spec, said } = await initialised(root.folder)
    assert.deepEqual(spec.stage.auxiliaries, [])
    assert.match(said, /cache of compose\.yaml takes no part: it is made by `extends`/)
  })

  it('says why a compose file’s only service is not asked', async () => {
    using root = project({
      ...LAYOUTS.dbmate,
      'compose.yaml': 'services: { db: { image: "postgres:17" }, api: { extends: { service: base }, ports: ["80"] } }',
    })
    const { said } = await initialised(root.folder)
    assert.match(said, /api of compose\.yaml takes no part: it is made by `extends`/)
  })

  for (const manifest of ['{"name": null}', '{"name": 5}', '{"scripts": null}', '{"scripts": {"start": 5}}', '[]'])
    it(`reads past a package.json of ${manifest}`, async () => {
      using root = project({ ...LAYOUTS.dbmate, 'package.json': manifest })
      const { spec } = await initialised(root.folder)
      assert.equal(spec.upgrade.length, 1)
    })

  it('says what it looked for where it recognises nothing', async () => {
    using root = project({ 'README.md': 'hello' })
    await assert.rejects(initCommand(root.folder, {}, {}), {
      code: 'usage',
      message: `expected a system that can be rehearsed in ${root.folder}, found none of these: compose.yaml or docker-compose.yml with PostgreSQL; a folder of SQL migrations in a layout that \`fulldress locks\` recognises; alembic.ini, a knexfile, db/migrate of Rails, or a script \`migrate\` of package.json`,
    })
    assert.ok(!existsSync(join(root.folder, 'rehearsal.yaml')))
  })

  it('says as JSON what it found and wrote', async () => {
    using root = project(LAYOUTS.dbmate as Files)
    const document = JSON.parse(await initCommand(root.folder, { json: true }, {})) as {
      found: string[]
      files: string[]
    }
    assert.ok(document.found.includes('the upgrade: 2_b.sql (the newest)'))
    assert.ok(document.files.includes('rehearsal.k6.ts'))
  })
})
