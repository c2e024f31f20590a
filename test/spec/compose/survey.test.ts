import { deepEqual, rejects } from 'node:assert/strict'
import { join } from 'node:path'
import { surveyCompose } from '../../../harness/spec/compose/survey.ts'
import { composed } from './folder.ts'

describe('a survey of a compose file', () => {
  it('holds every service, whatever is wrong with it, and what will be complained of', async () => {
    using folder = composed(
      `services:
  db:
    image: postgis/postgis:16-3.4
    environment: { POSTGRES_PASSWORD: "\${PW:-hush}" }
  migrate: { image: dbmate, depends_on: [db], deploy: {}, volumes: [{ type: bind, source: ., target: /a, odd: 1 }] }
  api:
    build: .
    profiles: [full]
    ports: ["127.0.0.1:80:3000", "9000-9001"]
    expose: [3001]
    depends_on: { migrate: { condition: service_completed_successfully } }
    healthcheck: { test: curl -f http://localhost:3000/up?x=1 || exit 1 }
`,
      { files: { Dockerfile: '' } },
    )
    const survey = await surveyCompose(join(folder.folder, 'compose.yaml'), {})
    deepEqual(survey.services, [
      {
        name: 'db',
        image: 'postgis/postgis:16-3.4',
        build: null,
        ports: [],
        environment: { POSTGRES_PASSWORD: 'hush' },
        dependsOn: [],
        command: null,
        profiles: [],
        once: false,
        unfit: null,
        healthPath: null,
        postgres: { major: 16, user: 'postgres', password: 'hush', database: 'postgres' },
      },
      {
        name: 'migrate',
        image: 'dbmate',
        build: null,
        ports: [],
        environment: {},
        dependsOn: ['db'],
        command: null,
        profiles: [],
        once: true,
        unfit: null,
        healthPath: null,
        postgres: null,
      },
      {
        name: 'api',
        image: null,
        build: { context: folder.folder, dockerfile: 'Dockerfile' },
        ports: [3000, 3001],
        environment: {},
        dependsOn: ['migrate'],
        command: null,
        profiles: ['full'],
        once: false,
        unfit: null,
        healthPath: '/up',
        postgres: null,
      },
    ])
    deepEqual(survey.unknownKeys, ['deploy', 'odd'])
    deepEqual(
      survey.complaints.map((line) => line.split(': ')[0]),
      ['compose.yaml:5:47  services.migrate.deploy', 'compose.yaml:5:106  services.migrate.volumes[0].odd'],
    )
  })

  it('rejects what is no YAML', async () => {
    using folder = composed('services: [')
    await rejects(surveyCompose(join(folder.folder, 'compose.yaml'), {}), { code: 'spec-invalid' })
  })
})
