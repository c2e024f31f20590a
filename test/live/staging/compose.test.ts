import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { connect } from '../../../harness/database/session.ts'
import { currentOwner } from '../../../harness/process/owner.ts'
import { clean } from '../../../harness/staging/leftovers/clean.ts'
import { composed } from '../../spec/compose/folder.ts'
import { hasEngine } from '../engine.ts'
import { command, staged } from './stage.ts'

const NODE = 'node:24-bookworm-slim'

const COMPOSE = `services:
  db:
    image: postgres:17
    command: postgres -c fsync=off
    environment: { POSTGRES_USER: owner, POSTGRES_PASSWORD: "it's:secret", POSTGRES_DB: shop }
    volumes: ["data:/var/lib/postgresql/data", "./init:/docker-entrypoint-initdb.d"]
  cache:
    image: ${NODE}
    init: true
    command: ["node", "-e", "require('node:net').createServer((s) => s.on('error', () => 0).on('data', () => process.exit(3)).write('PONG')).listen(6379)"]
    healthcheck: { test: "node -e \\"require('node:net').connect(6379).on('error', () => process.exit(1)).on('connect', () => process.exit(0))\\"" }
  fill:
    image: ${NODE}
    command: node -e "require('node:fs').writeFileSync('/shared/filled', process.env.WHAT)"
    environment: [WHAT=books]
    volumes: ["shared:/shared"]
    depends_on: [db]
  api:
    image: ${NODE}
    working_dir: /srv
    command: node server.mjs
    volumes: ["./service:/srv", "shared:/shared"]
    environment: { DATABASE_URL: "postgres://owner@db:5432/shop", SHOP: "postgres://owner@db:5432/shop" }
    expose: [3000]
    depends_on: { fill: { condition: service_completed_successfully }, cache: { condition: service_healthy } }
`

/** Tells what it finds around itself; \`/end\` makes the cache end. */
const SERVER = `import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
const hears = (host, port) => new Promise((resolve) => {
  const socket = connect(port, host).on('error', ({ code }) => resolve(code)).once('data', (data) => resolve(String(data)))
  if (port === 5432) socket.once('connect', () => resolve('open'))
})
const writes = () => { try { writeFileSync('/srv/new', ''); return 'written' } catch ({ code }) { return code } }
createServer(async (request, response) => {
  if (request.url === '/end') connect(6379, 'cache').write('end')
  const found = { cache: await hears('cache', 6379), database: await hears('db', 5432), url: process.env.DATABASE_URL }
  response.end(JSON.stringify({ ...found, shared: readFileSync('/shared/filled', 'utf8'), source: writes() }))
}).listen(3000)
`

const FILES = {
  'init/1_items.sql': 'CREATE TABLE items (id int);\n\nINSERT INTO items SELECT generate_series(1, 7);\n',
  'service/server.mjs': SERVER,
}

describe('a stage of a compose file', () => {
  before(function () {
    if (!hasEngine()) this.skip()
  })

  it('holds everybody under the names of the file, its data and its volumes, and ends with whoever dies', async () => {
    using folder = composed(COMPOSE, { stage: '  services: { api: {} }', files: FILES })
    const { stage } = await folder.read()
    let id = ''
    {
      await using scene = await staged('containers', stage)
      id = scene.id
      await using session = await connect(scene.copy.database, 'fulldress-test')
      const rows = await session.query('SELECT count(*)::int AS items, current_user AS owner FROM items')
      assert.deepEqual(rows, [{ items: 7, owner: 'owner' }])
      await scene.copy.startServices()
      const found = await (await fetch(scene.copy.fronts.api ?? '')).json()
      assert.deepEqual(found, {
        cache: 'PONG',
        database: 'open',
        url: 'postgres://owner@db:5432/shop',
        shared: 'books',
        source: 'EROFS',
      })
      const services = scene.facts.filter((fact) => fact.kind === 'stage.service')
      assert.deepEqual(
        services.map(({ service, version, auxiliary = false }) => [service, version, auxiliary]),
        [
          ['cache', '24-bookworm-slim', true],
          ['fill', '24-bookworm-slim', true],
          ['api', 'default', false],
        ],
      )
      assert.deepEqual(await volumes(id), [`fulldress-${id}-data`, `fulldress-${id}-shared`])
      const inside = command('echo "$SHOP"', { in: { service: 'api', version: 'default' } })
      const options = { name: 'told', database: 'a_clone', signal: new AbortController().signal }
      const { exitCode, tail } = await scene.copy.run(inside, options)
      assert.deepEqual([exitCode, tail], [0, 'postgres://owner@db:5432/a_clone'])
      await fetch(`${scene.copy.fronts.api}/end`)
      await assert.rejects(scene.copy.death, {
        code: 'resource-died',
        message: /^expected cache to run until the end of the rehearsal, found: exit code 3/,
      })
    }
    assert.deepEqual(await volumes(id), [])
  })

  it('is one of processes where the spec says how its services are started', async () => {
    const compose = `services:
  db: { image: "postgres:17", environment: { POSTGRES_USER: owner, POSTGRES_PASSWORD: s3cret, POSTGRES_DB: shop } }
  api: { image: api, environment: { SHOP_HOST: db, SHOP_PORT: 5432, SHOP_NAME: shop }, expose: [3000] }
`
    const program = `import { createServer } from 'node:http'
const { SHOP_HOST, SHOP_PORT, SHOP_NAME, PORT } = process.env
createServer((_, response) => response.end([SHOP_HOST, SHOP_PORT, SHOP_NAME].join())).listen(Number(PORT))
`
    const service = '  services: { api: { source: service, command: node server.mjs } }'
    using folder = composed(compose, { stage: service, files: { 'service/server.mjs': program } })
    await using scene = await staged('processes', (await folder.read()).stage)
    await scene.copy.startServices()
    const { host, port } = scene.copy.database
    assert.equal(await (await fetch(scene.copy.fronts.api ?? '')).text(), `${host},${port},shop`)
  })

  it('leaves volumes to whoever cleans up, where it was killed', async () => {
    const id = randomBytes(3).toString('hex')
    const name = `fulldress-${id}-data`
    const { boot, host, started } = currentOwner()
    // Nobody bears this number: it is above the highest that Linux gives out.
    const labels = { run: id, pid: 5_000_000, started, boot, host }
    const given = Object.entries(labels).flatMap(([key, value]) => ['--label', `fulldress.${key}=${value}`])
    execFileSync('docker', ['volume', 'create', ...given, name], { stdio: 'ignore' })
    const { removed } = await clean()
    assert.deepEqual(
      removed.filter((each) => each.name === name),
      [{ kind: 'volume', name }],
    )
    assert.deepEqual(await volumes(id), [])
  })
})

/** Those with a name of ours; volumes without one go with their containers. */
async function volumes(id: string): Promise<readonly string[]> {
  const out = execFileSync('docker', ['volume', 'ls', '--format', '{{.Name}}'], { encoding: 'utf8' })
  return out
    .split('\n')
    .filter((name) => name.startsWith(`fulldress-${id}-`))
    .toSorted()
}
