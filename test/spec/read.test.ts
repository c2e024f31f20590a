import { deepEqual, rejects } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSpec } from '../../harness/spec/read.ts'
import { MINIMAL, specFolder } from './folder.ts'

const SEVEN_MISTAKES = `rehearsal: seven
stage:
  services:
    shop:
      port: 80800
      source: service
      environment: { CHAT: "\${partner.chat.url}" }
      version: "4.1"
      versions:
        "4.2": { command: node server.ts }
traffic:
  scenarios:
    all: { script: nowhere.ts, rate: 5 per second }
upgrade:
  steps:
    - migrate: { files: migrations, loc: advisory }
rollback: { way: down }
`

describe('a spec that is read', () => {
  it('gets one complaint for each of seven mistakes, with line and column', async () => {
    using spec = specFolder(SEVEN_MISTAKES)
    const { file } = spec
    await rejects(spec.read(), {
      code: 'spec-invalid',
      message: [
        `${file}:5:13  stage.services.shop.port: expected a port from 1 to 65535, found 80800`,
        `${file}:7:28  stage.services.shop.environment.CHAT: expected a placeholder that names a declared partner (\${partner.NAME.url}), found \${partner.chat.url}`,
        `${file}:8:16  stage.services.shop.version: expected the version that runs today, one of 4.2, found "4.1"`,
        `${file}:13:20  traffic.scenarios.all.script: expected a k6 script, found no file nowhere.ts`,
        `${file}:13:38  traffic.scenarios.all.rate: expected a rate such as 20/s or 600/m, found "5 per second"`,
        `${file}:16:37  upgrade.steps[0].migrate.loc: expected one of files, after, upTo, direction, lock, lockTimeout, retries, timeout, found loc (did you mean lock?)`,
        `${file}:17:1  rollback.steps: expected steps that undo the migrations of the upgrade, way: restore or code-only, or way: none with a reason, found no step`,
      ].join('\n'),
      hint: 'mend these 7 places; rehearsal.schema.json describes every key, and editors that know YAML check against it',
    })
  })

  it('is asked for where there is none', async () => {
    const file = join(import.meta.dirname, 'nothing.yaml')
    await rejects(readSpec(file, {}), {
      code: 'spec-unreadable',
      message: `expected a spec at ${file}, found none that can be read (ENOENT: no such file or directory, open '${file}')`,
      hint: 'name the spec: fulldress rehearse path/to/rehearsal.yaml',
    })
  })

  it('gets every default that the rest of the harness relies on', async () => {
    using spec = specFolder(MINIMAL)
    deepEqual(await spec.read(), {
      rehearsal: 'small',
      file: spec.file,
      stage: {
        database: { version: 17, image: 'postgres:17', name: 'app', user: 'app', password: 'rehearsal', settings: {} },
        services: [],
        partners: [],
      },
      seeding: { files: null, commands: [] },
      traffic: {
        environment: {},
        scenarios: [{ name: 'all', script: join(spec.folder, 'scenario.ts'), exec: null, ratePerSecond: 1, vus: 20 }],
        ledgers: [],
      },
      probing: { profile: null, statements: null, irreversible: {}, show: [] },
      timing: { actTimeMs: null, blockMs: null, warmUpMs: null, seed: null },
      upgrade: [],
      change: null,
      warnings: [],
      alternatives: [],
      rollback: { way: 'down', steps: [], pointOfNoReturn: 'none, for nothing is upgraded' },
      invariants: [],
      limits: {
        endpoints: [],
        accessExclusiveMs: 500,
        stallMs: 1000,
        stalledRequests: 0,
        objective: 0.999,
        errorBudgetShare: 0.05,
        productionRate: null,
        generatorLagMs: 5,
        droppedShare: 0.001,
      },
    })
  })

  it('means the same as JSON, which is YAML', async () => {
    const json = {
      rehearsal: 'small',
      traffic: { scenarios: { all: { script: 'scenario.ts', rate: '1/s' } } },
      upgrade: { steps: [] },
    }
    using spec = specFolder(JSON.stringify(json))
    using yaml = specFolder(MINIMAL)
    deepEqual((await spec.read()).limits, (await yaml.read()).limits)
  })

  it('is the bundled sample, without complaint', async () => {
    const spec = await readSpec(join(import.meta.dirname, '../../rehearsal.yaml'), {})
    deepEqual(
      spec.upgrade.map(({ kind }) => kind),
      ['migrate', 'service'],
    )
    const text = readFileSync(spec.file, 'utf8')
    deepEqual(text.split('\n')[0], '# yaml-language-server: $schema=./rehearsal.schema.json')
  })
})
