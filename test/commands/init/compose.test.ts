import { deepEqual, equal } from 'node:assert/strict'
import { composeOf } from '../../../harness/commands/init/compose.ts'
import type { SurveyedService } from '../../../harness/spec/compose/survey.ts'

const NOTHING = {
  ports: [],
  environment: {},
  dependsOn: [],
  command: null,
  profiles: [],
  once: false,
  unfit: null,
  healthPath: null,
}

function service(name: string, image: string | null, more: Partial<SurveyedService> = {}): SurveyedService {
  return { ...NOTHING, name, image, build: null, postgres: null, ...more }
}

const DB = service('db', 'postgres:17', {
  ports: [5432],
  postgres: { major: 17, user: 'app', password: 'x', database: 'app' },
})
const API = service('api', null, {
  ports: [3000],
  build: { context: '/x', dockerfile: 'Dockerfile' },
  healthPath: '/healthz',
})

describe('a compose file', () => {
  const of = (...services: readonly SurveyedService[]) => composeOf('compose.yaml', { services, unknownKeys: [] })

  it('is the stage: its PostgreSQL, and the services that clients ask, those that are built here first', () => {
    const found = of(service('web', 'nginx:1', { ports: [80, 443] }), API, DB, service('worker', 'acme/worker:1'))
    deepEqual(found?.services, [
      { name: 'api', port: null, ports: [3000], healthPath: '/healthz' },
      { name: 'web', port: 80, ports: [80, 443], healthPath: null },
    ])
    deepEqual([found?.database, found?.major, found?.named, found?.beside], ['db', 17, false, ['worker']])
  })

  it('leaves out what has done its work before, and what is for people', () => {
    const found = of(
      DB,
      API,
      service('migrate', null, { once: true }),
      service('adminer', 'adminer:4', { ports: [8080] }),
    )
    deepEqual(found?.without, ['migrate', 'adminer'])
    deepEqual(
      found?.services.map(({ name }) => name),
      ['api'],
    )
  })

  it('leaves out what migrates though nobody waits for its end, and keeps what serves or works', () => {
    const found = of(
      DB,
      API,
      service('migrate', 'amacneil/dbmate:2', { command: ['up'] }),
      service('schema', null, { command: ['npm', 'run', 'db:migrate'] }),
      service('worker', 'acme/migrated-worker:1', { command: ['sh', '-c', 'npm run migrate && node worker'] }),
    )
    deepEqual([found?.without, found?.beside], [['migrate', 'schema'], ['worker']])
    const serving = service('queue', 'acme/queue:1', { command: ['queue', '--schema', '/srv/migrations'] })
    deepEqual(of(DB, API, serving)?.beside, ['queue'])
  })

  it('leaves out what the stage cannot have, and says why', () => {
    const found = of(DB, API, service('watchtower', 'watchtower', { unfit: 'it mounts a socket' }))
    deepEqual(found?.without, ['watchtower'])
    deepEqual(found?.toSettle, ['watchtower of compose.yaml takes no part: it mounts a socket'])
  })

  it('does not replace a service that no step could name, and says so', () => {
    const ports = { ports: [80] }
    const found = of(DB, API, service('strategy', 'a', ports), service('My_API.v2', 'b', ports))
    deepEqual(
      found?.services.map(({ name }) => name),
      ['api'],
    )
    deepEqual(
      [found?.beside, found?.unnameable],
      [
        ['strategy', 'My_API.v2'],
        ['strategy', 'My_API.v2'],
      ],
    )
    equal(found?.toSettle.length, 2)
  })

  it('keeps what services use, and nobody asks, beside them', () => {
    const found = of(
      DB,
      API,
      service('cache', 'redis:7', { ports: [6379] }),
      service('mq', 'docker.io/library/rabbitmq:3', { ports: [5672] }),
    )
    deepEqual(found?.beside, ['cache', 'mq'])
  })

  it('names its database where there are several, and is none without a PostgreSQL', () => {
    equal(of(DB, { ...DB, name: 'reports' }, API)?.named, true)
    equal(of(API), null)
  })
})
