import { deepEqual, equal } from 'node:assert/strict'
import { join } from 'node:path'
import { MINIMAL, specFolder } from './folder.ts'

const FULL = `rehearsal: full
stage:
  database: { version: 18, image: my/postgres, settings: { max_connections: 80, random_page_cost: 1.10 }, password: "\${PW}" }
  services:
    redis: { image: "redis:7", command: "redis-server --port \${port}", port: 6379 }
    shop:
      source: service
      command: node server.ts
      port: \${PORT:-8080}
      replicas: 3
      dependsOn: [redis]
      environment: { A: 1.10, B: yes, DATABASE_URL: "\${database.url}" }
      version: "4.2"
      versions: { "4.2": {}, "5.0": { command: node new.ts, environment: { A: "2" } } }
  partners:
    acquirer:
      routes:
        - operation: "PUT /charges/:id"
          status: 201
          body: { status: captured, back: "\${service.shop.url}" }
          faults: [{ every: 5s, lasting: { min: 300ms, max: 700ms }, retryAfter: 2s }]
        - { operation: POST /hooks, body: ok, headers: { Content-Type: text/html }, latency: { p50: 30ms } }
seed:
  files: migrations
  commands:
    - ./seed.sh
    - { command: node seed.ts, in: shop@4.2, timeout: 5m, environment: { N: 7 } }
traffic:
  actTime: 1m
  warmUp: 0s
  seed: 7
  scenarios:
    all: { script: scenario.ts, rate: 600/m, vus: 5, exec: pay }
  ledgers:
    orders: { table: shop.orders, key: reference }
    sums: { query: "SELECT k, sum FROM sums WHERE k = ANY ($1);", key: k, content: { amount.cents: sum, note: note } }
    notes: { table: notes, key: id, content: [body] }
invariants:
  balances: "SELECT 1 WHERE false ; "
  totals: { query: SELECT 2, on: new, timeout: 1m, show: [account] }
upgrade:
  steps:
    - migrate: { files: migrations, lock: advisory, lockTimeout: 1s, retries: 20, timeout: 1m }
    - migrate: { command: npx migrate, in: shop@5.0 }
    - service: { shop: "5.0", strategy: rolling }
    - run: { command: "echo $\${HOME}", in: redis }
    - wait: 5s
rollback:
  way: down
  pointOfNoReturn: none
  steps:
    - service: { shop: "4.2", replicas: 1, drain: 0s }
    - migrate: { files: migrations, direction: down }
limits:
  endpoints: { "*": { p99: 500ms }, POST /orders: { errorRate: 0.01 } }
  productionRate: 100/s
`

describe('a spec without complaints', () => {
  it('describes the stage with versions that inherit from their service', async () => {
    using folder = specFolder(FULL)
    const { stage } = await folder.read({ PW: '0123' })
    equal(stage.database.image, 'my/postgres')
    equal(stage.database.password, '0123')
    deepEqual(stage.database.settings, { max_connections: '80', random_page_cost: '1.10' })
    const source = join(folder.folder, 'service')
    const common = { source, image: null, build: null }
    const url = `\${database.url}`
    deepEqual(stage.services[1], {
      name: 'shop',
      port: 8080,
      health: { path: null, timeoutMs: 30_000 },
      replicas: 3,
      initial: '4.2',
      versions: {
        '4.2': {
          version: '4.2',
          ...common,
          command: 'node server.ts',
          environment: { A: '1.10', B: 'yes', DATABASE_URL: url },
        },
        '5.0': {
          version: '5.0',
          ...common,
          command: 'node new.ts',
          environment: { A: '2', B: 'yes', DATABASE_URL: url },
        },
      },
      dependsOn: ['redis'],
    })
  })

  it('has a single version where a service declares none', async () => {
    using folder = specFolder(FULL)
    const { stage } = await folder.read({ PW: 'x' })
    const redis = {
      version: 'default',
      source: null,
      command: `redis-server --port \${port}`,
      image: 'redis:7',
      build: null,
      environment: {},
    }
    deepEqual([stage.services[0]?.initial, stage.services[0]?.versions], ['default', { default: redis }])
  })

  it('describes stand-ins with bodies as they are sent', async () => {
    using folder = specFolder(FULL)
    const { stage } = await folder.read({ PW: 'x' })
    deepEqual(stage.partners[0]?.routes, [
      {
        operation: 'PUT /charges/:id',
        method: 'PUT',
        path: '/charges/:id',
        status: 201,
        headers: { 'content-type': 'application/json' },
        body: `{"status":"captured","back":"\${service.shop.url}"}`,
        latency: { p50Ms: 5, p99Ms: 20 },
        faults: [{ everyMs: 5_000, lasting: { minMs: 300, maxMs: 700 }, status: 503, retryAfterMs: 2_000 }],
      },
      {
        operation: 'POST /hooks',
        method: 'POST',
        path: '/hooks',
        status: 200,
        headers: { 'Content-Type': 'text/html' },
        body: 'ok',
        latency: { p50Ms: 30, p99Ms: 120 },
        faults: [],
      },
    ])
  })

  it('spells out seeds and steps', async () => {
    using folder = specFolder(FULL)
    const { seeding, upgrade, rollback } = await folder.read({ PW: 'x' })
    const cwd = folder.folder
    const migrations = join(folder.folder, 'migrations')
    const plain = {
      folder: migrations,
      files: ['1_a.up.sql'],
      direction: 'up',
      lock: 'none',
      lockTimeoutMs: null,
      retries: 0,
    }
    deepEqual(seeding.files, { ...plain, timeoutMs: 1_800_000 })
    deepEqual(seeding.commands, [
      { command: './seed.sh', told: './seed.sh', environment: {}, timeoutMs: 1_800_000, in: null, cwd },
      {
        command: 'node seed.ts',
        told: 'node seed.ts',
        environment: { N: '7' },
        timeoutMs: 300_000,
        in: { service: 'shop', version: '4.2' },
        cwd,
      },
    ])
    const tool = {
      command: 'npx migrate',
      told: 'npx migrate',
      environment: {},
      timeoutMs: 600_000,
      in: { service: 'shop', version: '5.0' },
      cwd,
    }
    const run = {
      command: `echo \${HOME}`,
      told: `echo \${HOME}`,
      environment: {},
      timeoutMs: 600_000,
      in: { service: 'redis', version: 'default' },
      cwd,
    }
    const sql = { ...plain, lock: 'advisory', lockTimeoutMs: 1_000, retries: 20, timeoutMs: 60_000 }
    const swap = { kind: 'service', service: 'shop' }
    deepEqual(upgrade, [
      { kind: 'migrate', label: 'migrate up migrations', sql },
      { kind: 'migrate', label: 'migrate npx migrate', tool },
      {
        ...swap,
        label: 'service shop 5.0 (rolling)',
        version: '5.0',
        strategy: 'rolling',
        replicas: 3,
        drainMs: 5_000,
      },
      { kind: 'run', label: `run echo \${HOME}`, run },
      { kind: 'wait', label: 'wait 5 s', waitMs: 5_000 },
    ])
    const down = { ...plain, files: ['1_a.down.sql'], direction: 'down', timeoutMs: 600_000 }
    deepEqual(rollback, {
      way: 'down',
      pointOfNoReturn: 'none',
      steps: [
        {
          ...swap,
          label: 'service shop 4.2 (recreate)',
          version: '4.2',
          strategy: 'recreate',
          replicas: 1,
          drainMs: 0,
        },
        { kind: 'migrate', label: 'migrate down migrations', sql: down },
      ],
    })
  })

  it('begins the way back that restores a snapshot with the restore, and keeps the ways to compare it with', async () => {
    const way = `rollback:
  way: restore
  snapshot: take.sh
  restore: { command: put.sh, timeout: 1m }
  steps: [{ wait: 1s }]
  alternatives: [{ way: code-only, pointOfNoReturn: the first refund, steps: [{ wait: 2s }] }, { way: restore }]
`
    using folder = specFolder(`${MINIMAL.replace('[]', '[{ wait: 1s }]')}${way}`)
    const { rollback, alternatives } = await folder.read()
    const common = { environment: {}, in: null, cwd: folder.folder }
    const snapshot = {
      by: 'commands',
      take: { command: 'take.sh', told: 'take.sh', timeoutMs: 600_000, ...common },
      restore: { command: 'put.sh', told: 'put.sh', timeoutMs: 60_000, ...common },
    }
    const pointOfNoReturn = 'the first write after the snapshot that must not be lost'
    const label = 'restore the snapshot'
    deepEqual(rollback, {
      way: 'restore',
      snapshot,
      steps: [
        { kind: 'restore', label, snapshot },
        { kind: 'wait', label: 'wait 1 s', waitMs: 1_000 },
      ],
      pointOfNoReturn,
    })
    const base = { by: 'base-backup' }
    deepEqual(alternatives, [
      {
        way: 'code-only',
        steps: [{ kind: 'wait', label: 'wait 2 s', waitMs: 2_000 }],
        pointOfNoReturn: 'the first refund',
      },
      { way: 'restore', snapshot: base, steps: [{ kind: 'restore', label, snapshot: base }], pointOfNoReturn },
    ])
  })

  it('labels a command without what came from the environment, wherever the label is cut', async () => {
    const long = `sh deploy-everything.sh --to production --as somebody -k \${DEPLOY_KEY} now`
    const steps = `[{ run: "sh deploy.sh \${DEPLOY_KEY}" }, { migrate: { command: "\${TOOL} up" } }, { run: "${long}" }]`
    using folder = specFolder(`${MINIMAL.replace('[]', steps)}rollback: { way: none, reason: tested }\n`)
    const { upgrade } = await folder.read({ DEPLOY_KEY: 's3cr3tvalue99', TOOL: 'knex' })
    deepEqual(
      upgrade.map(({ label }) => label),
      [`run sh deploy.sh \${DEPLOY_KEY}`, `migrate \${TOOL} up`, `run ${long.slice(0, 59)}…`],
    )
    const [first] = upgrade
    equal(first?.kind === 'run' && first.run.command, 'sh deploy.sh s3cr3tvalue99')
  })

  it('keeps timing, traffic and limits in their units', async () => {
    using folder = specFolder(FULL)
    const { timing, traffic, limits, invariants } = await folder.read({ PW: 'x' })
    deepEqual(timing, { actTimeMs: 60_000, blockMs: null, warmUpMs: 0, seed: 7 })
    const script = join(folder.folder, 'scenario.ts')
    deepEqual(traffic.scenarios, [{ name: 'all', script, exec: 'pay', ratePerSecond: 10, vus: 5 }])
    deepEqual(traffic.ledgers, [
      { name: 'orders', table: 'shop.orders', query: null, key: 'reference', content: [] },
      {
        name: 'sums',
        table: null,
        query: 'SELECT k, sum FROM sums WHERE k = ANY ($1)',
        key: 'k',
        content: [
          { field: 'amount.cents', column: 'sum' },
          { field: 'note', column: 'note' },
        ],
      },
      { name: 'notes', table: 'notes', query: null, key: 'id', content: [{ field: 'body', column: 'body' }] },
    ])
    const common = { on: 'both', timeoutMs: 10_000, show: [] }
    deepEqual(invariants, [
      { name: 'balances', query: 'SELECT 1 WHERE false', ...common },
      { name: 'totals', query: 'SELECT 2', on: 'new', timeoutMs: 60_000, show: ['account'] },
    ])
    deepEqual(limits.endpoints, [
      { endpoint: '*', p99Ms: 500, errorRate: null },
      { endpoint: 'POST /orders', p99Ms: null, errorRate: 0.01 },
    ])
    equal(limits.productionRate, 100)
  })

  it('keeps what the comparison of an endpoint is measured by, and nothing that was not said', async () => {
    using folder = specFolder(`${MINIMAL}limits:
  endpoints:
    POST /orders: { gate: true, margin: 0.2, effect: { share: 0.15, latency: 8ms }, objective: 0.9995 }
    GET /orders: { gate: false, effect: { latency: 2ms } }
  burnRates: { 1h: 14.4, 6h: 6 }
`)
    const { limits } = await folder.read()
    const none = { p99Ms: null, errorRate: null }
    deepEqual(limits.endpoints, [
      { endpoint: 'POST /orders', ...none, gate: true, margin: 0.2, effectShare: 0.15, effectMs: 8, objective: 0.9995 },
      { endpoint: 'GET /orders', ...none, gate: false, effectMs: 2 },
    ])
    deepEqual(limits.burnRates, [
      { overMs: 3_600_000, times: 14.4 },
      { overMs: 21_600_000, times: 6 },
    ])
  })

  it('may have no way back, for a reason', async () => {
    using folder = specFolder(`${MINIMAL}rollback: { way: none, reason: the vendor has none }\n`)
    deepEqual((await folder.read()).rollback, {
      way: 'none',
      reason: 'the vendor has none',
      pointOfNoReturn: 'the first step of the upgrade',
    })
  })
})
