import { deepEqual, equal } from 'node:assert/strict'
import { join } from 'node:path'
import { composed } from './folder.ts'

const SHELF = `version: "3.8"
name: shelf
x-common: &common
  image: shelf:\${TAG:-1}
  environment: &environment
    DATABASE_URL: postgres://shelf:\${DB_PASSWORD}@db:5432/shelf?sslmode=disable
    WORKERS: 2
services:
  db:
    image: postgres:17.2-alpine
    command: postgres -c max_connections=60 --shared-buffers=64MB -p 5432
    env_file: .env
    environment: [POSTGRES_USER=shelf, "POSTGRES_PASSWORD=\${DB_PASSWORD}", POSTGRES_DB, POSTGRES_INITDB_ARGS=--data-checksums]
    volumes: ["data:/var/lib/postgresql/data", "./init:/docker-entrypoint-initdb.d:ro"]
    ports: ["5432:5432"]
    restart: unless-stopped
  cache:
    image: redis:7
    command: redis-server --save "" --appendonly no
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s, timeout: 3s, retries: 5, start_period: 40s }
    networks: { back: { aliases: [redis] } }
  api:
    <<: *common
    command: ["node", "server.mjs"]
    ports: [{ target: 3000, published: 8080 }]
    depends_on: { db: { condition: service_healthy }, cache: { condition: service_started } }
    networks: [front, back]
  worker:
    <<: *common
    build: { context: worker, args: [DEBUG, LEVEL=2], target: slim }
    environment: { <<: *environment, QUEUE: jobs }
    depends_on: [cache]
    volumes: [{ type: volume, source: uploads, target: /uploads, read_only: true }, "./conf:/conf", /scratch]
    tmpfs: /run:size=1m
  tools: { image: adminer, profiles: [tools], depends_on: [db] }
networks: { front: {}, back: {} }
volumes: { data: {}, uploads: {} }
`

const STAGE = `  services:
    api: { version: "1", versions: { "1": {}, "2": { image: "shelf:2", environment: { WORKERS: 3 } } } }`

const FILES = {
  '.env': 'DB_PASSWORD=hush\nPOSTGRES_DB=shelf\n',
  'worker/Dockerfile': '',
  'conf/a': '',
  'init/1.sql': '',
}

describe('a compose file as the stage', () => {
  it('gives the database its version, names, settings and mounts', async () => {
    using folder = composed(SHELF, { stage: STAGE, files: FILES })
    const { database } = (await folder.read()).stage
    const { container, environment, ...rest } = database
    deepEqual(rest, {
      version: 17,
      image: 'postgres:17.2-alpine',
      name: 'shelf',
      user: 'shelf',
      password: 'hush',
      settings: { max_connections: '60', shared_buffers: '64MB' },
    })
    deepEqual(environment, { DB_PASSWORD: 'hush', POSTGRES_INITDB_ARGS: '--data-checksums' })
    deepEqual([container?.aliases, container?.command], [['db'], ['-p', '5432']])
    deepEqual(container?.mounts, [
      { kind: 'volume', name: 'data', target: '/var/lib/postgresql/data', readOnly: false },
      { kind: 'bind', source: join(folder.folder, 'init'), target: '/docker-entrypoint-initdb.d' },
    ])
  })

  it('gives a declared service what the spec does not say, and each version what it says itself', async () => {
    using folder = composed(SHELF, { stage: STAGE, files: FILES })
    const { services } = (await folder.read({ TAG: '1.4' })).stage
    deepEqual(
      services.map(({ name, port, dependsOn, initial }) => ({ name, port, dependsOn, initial })),
      [{ name: 'api', port: 3000, dependsOn: ['cache'], initial: '1' }],
    )
    const url = `postgres://shelf:hush@\${database.host}:\${database.port}/\${database.name}?sslmode=disable`
    const { '1': old, '2': young } = services[0]?.versions ?? {}
    deepEqual([old?.image, old?.environment], ['shelf:1.4', { DATABASE_URL: url, WORKERS: '2' }])
    deepEqual([young?.image, young?.environment], ['shelf:2', { DATABASE_URL: url, WORKERS: '3' }])
    deepEqual(services[0]?.container?.command, ['node', 'server.mjs'])
  })

  it('makes all others auxiliaries: early ones need neither the database nor a service', async () => {
    using folder = composed(SHELF, { stage: STAGE, files: FILES })
    const { auxiliaries = [] } = (await folder.read({ DEBUG: 'yes' })).stage
    deepEqual(
      auxiliaries.map(({ name, image, early, once, dependsOn }) => ({ name, image, early, once, dependsOn })),
      [
        { name: 'cache', image: 'redis:7', early: true, once: false, dependsOn: [] },
        { name: 'worker', image: 'shelf:1', early: false, once: false, dependsOn: ['cache'] },
      ],
    )
    const [cache, worker] = auxiliaries
    deepEqual(cache?.container.command, ['redis-server', '--save', '', '--appendonly', 'no'])
    deepEqual(cache?.container.aliases, ['cache', 'redis'])
    deepEqual(cache?.container.healthcheck, { test: ['redis-cli', 'ping'], timeoutMs: 3000, patienceMs: 60_000 })
    deepEqual(worker?.build, {
      context: join(folder.folder, 'worker'),
      dockerfile: 'Dockerfile',
      args: { DEBUG: 'yes', LEVEL: '2' },
      target: 'slim',
    })
    equal(worker?.environment.QUEUE, 'jobs')
    deepEqual(worker?.container.tmpfs, { '/run': 'size=1m' })
    deepEqual(worker?.container.mounts, [
      { kind: 'volume', name: 'uploads', target: '/uploads', readOnly: true },
      { kind: 'bind', source: join(folder.folder, 'conf'), target: '/conf' },
      { kind: 'volume', name: null, target: '/scratch', readOnly: false },
    ])
  })

  it('tells what is different on the stage, each thing once', async () => {
    using folder = composed(SHELF, { stage: STAGE, files: { ...FILES, 'compose.override.yaml': '' } })
    const { warnings } = await folder.read({ DEBUG: 'yes' })
    deepEqual(warnings, [
      'compose.yaml: compose.override.yaml: not read: only the named file is the stage',
      'compose.yaml: version, restart of db: without meaning here',
      'compose.yaml: ports of db, ports of api: not published, for the fronts alone answer, on 127.0.0.0/8',
      'compose.yaml: volume data, volume uploads: starts empty, and ends with the rehearsal',
      'compose.yaml: network back, network front: all one internal network here, without a way out',
      'compose.yaml: /conf of worker: mounted read-only: a rehearsal changes nothing of this machine',
      'compose.yaml: db: taken for the database',
    ])
  })

  it('lets the spec say otherwise', async () => {
    const stage = `  database: { version: 18, settings: { shared_buffers: 1GB } }
  services: { api: { port: 99, build: { context: worker } } }`
    using folder = composed(SHELF, { stage, files: FILES })
    const { database, services } = (await folder.read()).stage
    deepEqual([database.version, database.image, database.user], [18, 'postgres:18', 'shelf'])
    deepEqual(database.settings, { max_connections: '60', shared_buffers: '1GB' })
    const made = services[0]?.versions.default
    deepEqual([services[0]?.port, made?.image, made?.build?.context], [99, null, join(folder.folder, 'worker')])
  })

  it('takes a service that others wait for until it has ended to be one that does its work once', async () => {
    const compose = `services:
  db: { image: "postgres:17" }
  migrate: { image: tool, depends_on: [db] }
  api: { image: a, depends_on: { migrate: { condition: service_completed_successfully } } }`
    using folder = composed(compose)
    const { auxiliaries = [] } = (await folder.read()).stage
    deepEqual(
      auxiliaries.map(({ name, once, early }) => ({ name, once, early })),
      [
        { name: 'migrate', once: true, early: false },
        { name: 'api', once: false, early: false },
      ],
    )
  })

  it('leaves the stage its own database where no service is PostgreSQL', async () => {
    using folder = composed('services: { web: { image: nginx } }')
    const { database, auxiliaries = [] } = (await folder.read()).stage
    deepEqual([database.image, database.name, auxiliaries.length], ['postgres:17', 'app', 1])
    deepEqual(database.container, undefined)
  })
})
