import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { join } from 'node:path'
import { specFolder } from '../folder.ts'
import { composed } from './folder.ts'

async function complaints(compose: string, stage?: string): Promise<readonly string[]> {
  using folder = composed(compose, stage === undefined ? {} : { stage })
  const lines = await folder.complaints()
  return lines.map((line) => line.replace(`${join(folder.folder, 'compose.yaml')}:`, ''))
}

const ON_PATH = 'or `ignore: '

describe('complaints about a compose file', () => {
  it('name every key that is not understood, all at once, with line, column and what to do', async () => {
    const lines = await complaints(`services:
  db:
    image: postgres:17
    deploy: { replicas: 2 }
    network_mode: host
  web:
    image: nginx
    portz: [80]
    build: { dockerfile_inline: FROM scratch }
secrets: {}
include: [other.yaml]
`)
    deepEqual(
      lines.map((line) => line.replace(/\(image, .*?\)/, '(…)')),
      [
        `4:5  services.db.deploy: expected replicas in stage.services.NAME.replicas, ${ON_PATH}[deploy]\` in stage.compose, found deploy`,
        `5:5  services.db.network_mode: expected no other network than the internal one, ${ON_PATH}[network_mode]\` in stage.compose, found network_mode`,
        `8:5  services.web.portz: expected a key that is understood (…), ${ON_PATH}[portz]\` in stage.compose, found portz (did you mean ports?)`,
        `9:14  services.web.build.dockerfile_inline: expected a Dockerfile of its own, ${ON_PATH}[dockerfile_inline]\` in stage.compose, found dockerfile_inline`,
        `10:1  secrets: expected files in \`volumes\`, or variables in \`environment\`, ${ON_PATH}[secrets]\` in stage.compose, found secrets`,
        `11:1  include: expected the services of the other file here, ${ON_PATH}[include]\` in stage.compose, found include`,
      ],
    )
  })

  it('are withdrawn for keys that the spec leaves out, which is told instead', async () => {
    const file = 'services: { db: { image: "postgres:17", deploy: {} } }'
    const spec = (compose: string) =>
      `rehearsal: a\nstage: { compose: ${compose} }\ntraffic: { scenarios: { all: { script: s.js, rate: 1/s } } }\nupgrade: { steps: [] }\n`
    using folder = specFolder(spec('{ file: compose.yaml, ignore: [deploy] }'), { 's.js': '', 'compose.yaml': file })
    const { warnings } = await folder.read()
    deepEqual(warnings, [
      'compose.yaml: deploy of db: left out, as the spec says',
      'compose.yaml: db: taken for the database',
    ])
  })

  it('tell values that are of the wrong kind', async () => {
    deepEqual(
      await complaints(`services:
  db: { image: "postgres:17", environment: 5, ports: [a], command: "sh -c 'oops" }
  web:
    image: w
    init: maybe
    depends_on: { db: { condition: service_up }, bd: {} }
    healthcheck: { test: [RUN, a], interval: soon }
    volumes: [a:b, { type: npipe, target: /a }]
  odd: {}
`),
      [
        '2:44  services.db.environment: expected a map, or a list of NAME=value, found 5',
        '2:55  services.db.ports[0]: expected a port such as 3000 or "8080:3000", found "a"',
        `2:68  services.db.command: expected a command whose quotes are closed, found "sh -c 'oops"`,
        '5:11  services.web.init: expected true or false, found "maybe"',
        '6:36  services.web.depends_on.db.condition: expected one of service_started, service_healthy, service_completed_successfully, found "service_up"',
        '6:54  services.web.depends_on.bd: expected a service of this file, found bd (did you mean db?)',
        '7:26  services.web.healthcheck.test: expected a command, [CMD, ...], [CMD-SHELL, command] or [NONE], found a list',
        '7:46  services.web.healthcheck.interval: expected a duration such as 5s or 1m30s, found "soon"',
        '8:15  services.web.volumes[0]: expected source:/target, source:/target:ro or /target, found "a:b"',
        '8:28  services.web.volumes[1].type: expected bind or volume (a folder in memory is a `tmpfs` of the service), found "npipe"',
        '9:3  services.odd: expected an image or a build, found neither',
      ],
    )
  })

  it('tell names that compose would not take, for they are those of log files', async () => {
    const file = 'services: { db: { image: "postgres:17" }, "../../etc": { image: x }, My_API.v2: { image: y } }'
    deepEqual(await complaints(file), [
      '1:43  services["../../etc"]: expected a name of letters, digits, dots, hyphens and underscores, found ../../etc',
    ])
  })

  it('tell what a database cannot be', async () => {
    deepEqual(await complaints('services: { a: { image: "postgres:15" } }'), [
      '1:25  services.a.image: expected PostgreSQL 16, 17 or 18, found postgres:15',
    ])
    deepEqual(await complaints('services: { a: { image: postgres } }'), [
      '1:25  services.a.image: expected a tag that names the version, such as postgres:17, or stage.database.version, found postgres',
    ])
    deepEqual(await complaints('services: { a: { image: postgres } }', '  database: { version: 18 }'), ['none'])
    deepEqual(await complaints('services: { a: { image: "postgres:17" }, b: { image: "postgis/postgis:17-3.5" } }'), [
      '1:11  services: expected one PostgreSQL, or stage.compose.database to say which of them, found a, b',
    ])
    const file = '{ image: "postgres:17", environment: { POSTGRES_PASSWORD_FILE: /run/p }, command: [-c, port=5433] }'
    deepEqual(await complaints(`services: { a: ${file} }`), [
      '1:53  services.a.environment: expected POSTGRES_PASSWORD itself, for secrets are not mounted, found POSTGRES_PASSWORD_FILE',
      '1:98  services.a.command: expected PostgreSQL on port 5432, found port 5433',
    ])
  })

  it('tell dependencies that can never be met', async () => {
    deepEqual(
      await complaints(`services:
  a: { image: a, depends_on: [b] }
  b: { image: b, depends_on: [a] }
  c: { image: c, depends_on: [d] }
  d: { image: d, profiles: [tools] }
`),
      [
        '2:31  services.a.depends_on[0]: expected a service that can start before a, found b, which depends on a',
        '3:31  services.b.depends_on[0]: expected a service that can start before b, found a, which depends on b',
        '4:31  services.c.depends_on[0]: expected a service that takes part (add its profile to stage.compose.profiles, or d to without), found d',
      ],
    )
  })

  it('are told together with those about the spec', async () => {
    using folder = composed('services: { a: { image: "postgres:15" } }', { stage: '  servicez: {}' })
    const error: { message?: string; hint?: string } = await folder.read().then(
      () => ({}),
      (thrown: Error) => thrown,
    )
    equal(error.message?.split('\n').length, 2)
    equal(error.hint?.includes('docs/compose.md'), true)
  })

  it('say so where there is no file, or no YAML', async () => {
    using folder = specFolder(
      'rehearsal: a\nstage: { compose: no.yaml }\ntraffic: { scenarios: { all: { script: s.js, rate: 1/s } } }\nupgrade: { steps: [] }\n',
      { 's.js': '' },
    )
    await rejects(folder.read(), { code: 'spec-unreadable' })
    const [line = ''] = await complaints('services: { a: ')
    equal(line.startsWith('1:'), true)
    equal(line.includes('expected valid YAML, found a syntax error'), true)
  })

  it('tell a declared service that neither the spec nor the file makes', async () => {
    using folder = composed('services: { db: { image: "postgres:17" } }', { stage: '  services: { apo: {} }' })
    deepEqual(await folder.complaints(), [
      '4:15  stage.services.apo.port: expected a port from 1 to 65535, found nothing',
      '4:20  stage.services.apo: expected a command, an image or a build, found none of them',
    ])
  })
})

describe('a compose file that is written to be expensive', () => {
  it('is judged in no time where everybody depends on all before', async () => {
    const names = [...Array(22).keys()].map((number) => `s${number}`)
    const services = names.map(
      (name, at) => `  ${name}: { image: x, depends_on: [${names.slice(0, at).join(', ')}] }\n`,
    )
    const before = performance.now()
    deepEqual(await complaints(`services:\n  db: { image: "postgres:17" }\n${services.join('')}`), ['none'])
    ok(performance.now() - before < 2_000)
  })

  it('is refused where aliases of aliases make it larger than anybody writes', async () => {
    const levels = [1, 2, 3, 4, 5, 6, 7].map(
      (level) =>
        `  a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
    )
    const before = performance.now()
    const file = `x-a:\n  a0: &a0 [x, x, x]\n${levels.join('\n')}\nservices: { db: { image: "postgres:17" } }\n`
    const lines = await complaints(file)
    equal(lines.length, 1)
    match(lines[0] ?? '', /expected aliases that stand for no more than 20000 values together, found more$/)
    ok(performance.now() - before < 5_000)
  })

  it('has keys whose names are those of every object', async () => {
    const [line = ''] = await complaints('services: { db: { image: "postgres:17", constructor: 1 } }')
    match(line, /services\.db\.constructor: expected a key that is understood \(image, .*, found constructor/)
  })
})
