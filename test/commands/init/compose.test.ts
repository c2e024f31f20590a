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

  it('leaves out what migrates though nobody awaits it, and no service that is asked', () => {
    const found = of(
      ...[DB, API, service('schema', 'ghcr.io/amacneil/dbmate:2'), service('db-migrate', 'acme/shop:1')],
      ...[service('atlas', 'acme/atlas:1', { ports: [80] }), service('migration-worker', 'acme/shop:1')],
    )
    deepEqual(found?.without, ['schema', 'db-migrate'])
    deepEqual(found?.beside, ['migration-worker'])
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
