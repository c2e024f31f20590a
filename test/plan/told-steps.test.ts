import { deepEqual, equal } from 'node:assert/strict'
import { planRehearsal } from '../../harness/plan/plan-rehearsal.ts'
import { toldSteps } from '../../harness/plan/told-steps.ts'
import { MINIMAL, specFolder } from '../spec/folder.ts'

const SPEC = `rehearsal: told
stage:
  services:
    web: { image: "web:1", command: serve, port: 80, version: "1", versions: { "1": {}, "2": { image: "web:2" } } }
traffic: { scenarios: { all: { script: scenario.ts, rate: 1/s } } }
upgrade:
  steps:
    - migrate: { files: migrations, lock: advisory, lockTimeout: 1s, retries: 2 }
    - run: { command: "notify --token \${TOKEN}", environment: { URL: x }, in: "web@2" }
    - service: { web: "2" }
    - wait: 5s
rollback:
  way: restore
  snapshot: take.sh \${TOKEN}
  restore: bring-back.sh
  steps: [{ service: { web: "1", strategy: rolling } }]
`

describe('steps as they are told', () => {
  it('say files and commands, and no secret', async () => {
    using folder = specFolder(SPEC)
    const plan = planRehearsal(await folder.read({ TOKEN: 'hunter22' }))
    const ten = { timeoutMs: 600_000 }
    deepEqual(toldSteps(plan), {
      upgrade: [
        {
          label: 'migrate up migrations',
          ...{ kind: 'sql', files: ['migrations/1_a.up.sql'], lock: 'advisory', lockTimeoutMs: 1_000, retries: 2 },
        },
        {
          label: `run notify --token \${TOKEN}`,
          kind: 'command',
          command: { command: `notify --token \${TOKEN}`, in: 'web@2', variables: ['URL'], ...ten },
        },
        {
          label: 'service web 2 (recreate)',
          ...{ kind: 'service', service: 'web', version: '2', image: 'web:2', strategy: 'recreate' },
          ...{ replicas: 1, drainMs: 5_000 },
        },
        { label: 'wait 5 s', kind: 'wait', waitMs: 5_000 },
      ],
      rollback: [
        {
          label: 'restore the snapshot',
          kind: 'restore',
          take: { command: `take.sh \${TOKEN}`, in: null, variables: [], ...ten },
          restore: { command: 'bring-back.sh', in: null, variables: [], ...ten },
        },
        {
          label: 'service web 1 (rolling)',
          ...{ kind: 'service', service: 'web', version: '1', image: 'web:1', strategy: 'rolling' },
          ...{ replicas: 1, drainMs: 5_000 },
        },
      ],
    })
  })

  it('name a variable where the spec has it, and nowhere else', async () => {
    const run = `psql -v ON_ERROR_STOP=1 -v keep=\${REPLICAS} -f orders/backfill.sql \${DB_NAME} -c "TRUNCATE orders_tmp"`
    using folder = specFolder(
      `${MINIMAL.replace('[]', `[{ run: '${run}' }]`)}rollback: { way: none, reason: tested }\n`,
    )
    const plan = planRehearsal(await folder.read({ REPLICAS: '1', DB_NAME: 'orders' }))
    const [told] = toldSteps(plan).upgrade
    equal(told?.kind === 'command' && told.command.command, run)
  })

  it('say of files that hold both directions whose they are, and which is applied', async () => {
    const spec = SPEC.slice(
      0,
      SPEC.indexOf('    - run:'),
    ).concat(`rollback: { way: down, steps: [{ migrate: { files: migrations, direction: down } }] }
`)
    const text = '-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;\n'
    using folder = specFolder(spec, { 'migrations/1_a.sql': text, 'scenario.ts': '' })
    const { upgrade, rollback } = toldSteps(planRehearsal(await folder.read()))
    const of = [...upgrade, ...rollback].map((step) => step.kind === 'sql' && [step.files, step.parts])
    deepEqual(of, [
      [['migrations/1_a.sql'], { tool: 'dbmate', direction: 'up' }],
      [['migrations/1_a.sql'], { tool: 'dbmate', direction: 'down' }],
    ])
  })
})
