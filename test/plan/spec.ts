import type { Spec } from '../../harness/spec/spec.ts'

/** A trusted spec as readSpec gives it, small enough to reckon with. */
export const SPEC: Spec = {
  rehearsal: 'shop-5.0',
  file: '/specs/rehearsal.yaml',
  stage: {
    database: { version: 17, image: 'postgres:17', name: 'app', user: 'app', password: 'hush', settings: {} },
    services: [
      {
        name: 'shop',
        port: 8080,
        health: { path: '/healthz', timeoutMs: 30_000 },
        replicas: 2,
        initial: '4.2',
        versions: {
          '4.2': { version: '4.2', source: null, command: 'node', image: null, build: null, environment: {} },
          '5.0': {
            version: '5.0',
            source: null,
            command: 'node',
            image: null,
            build: null,
            environment: { API_TOKEN: 'hush' },
          },
        },
        dependsOn: [],
      },
    ],
    partners: [
      {
        name: 'bank',
        routes: [
          {
            operation: 'PUT /charges/:id',
            method: 'PUT',
            path: '/charges/:id',
            status: 200,
            headers: {},
            body: '',
            latency: { p50Ms: 5, p99Ms: 20 },
            faults: [],
          },
        ],
      },
    ],
  },
  seeding: {
    files: {
      folder: '/specs/base',
      files: ['1_schema.sql', '2_rows.sql'],
      direction: 'up',
      lock: 'none',
      lockTimeoutMs: null,
      retries: 0,
      timeoutMs: 1_800_000,
    },
    commands: [
      {
        command: 'node seed.ts',
        told: 'node seed.ts',
        environment: {},
        timeoutMs: 1,
        in: { service: 'shop', version: '4.2' },
        cwd: '/specs',
      },
    ],
  },
  traffic: {
    environment: {},
    scenarios: [
      { name: 'home', script: '/specs/s.ts', exec: 'home', ratePerSecond: 250, vus: 50 },
      { name: 'orders', script: '/specs/s.ts', exec: 'order', ratePerSecond: 50, vus: 20 },
      { name: 'pay', script: '/specs/s.ts', exec: 'pay', ratePerSecond: 0.5, vus: 5 },
      { name: 'stock', script: '/specs/t.js', exec: null, ratePerSecond: null, vus: 5 },
    ],
    ledgers: [{ name: 'orders', table: 'orders', query: null, key: 'reference', content: [] }],
  },
  timing: { actTimeMs: null, blockMs: null, warmUpMs: null, seed: null },
  probing: { profile: null, statements: null, irreversible: {}, show: [] },
  upgrade: [
    {
      kind: 'migrate',
      label: 'migrate up migrations',
      sql: {
        folder: '/specs/migrations',
        files: ['1_a.up.sql'],
        direction: 'up',
        lock: 'advisory',
        lockTimeoutMs: 1_000,
        retries: 20,
        timeoutMs: 600_000,
      },
    },
    {
      kind: 'service',
      label: 'service shop 5.0 (rolling)',
      service: 'shop',
      version: '5.0',
      strategy: 'rolling',
      replicas: 2,
      drainMs: 5_000,
    },
    {
      kind: 'run',
      label: 'run node backfill.ts',
      run: {
        command: 'node backfill.ts',
        told: 'node backfill.ts',
        environment: {},
        timeoutMs: 600_000,
        in: null,
        cwd: '/specs',
      },
    },
    {
      kind: 'migrate',
      label: 'migrate npx migrate up',
      tool: {
        command: 'npx migrate up',
        told: 'npx migrate up',
        environment: {},
        timeoutMs: 90_000,
        in: { service: 'shop', version: '5.0' },
        cwd: '/specs',
      },
    },
    { kind: 'wait', label: 'wait 5 s', waitMs: 5_000 },
  ],
  rollback: {
    way: 'down',
    pointOfNoReturn: 'the first refund',
    steps: [
      {
        kind: 'migrate',
        label: 'migrate down migrations',
        sql: {
          folder: '/specs/migrations',
          files: ['1_a.down.sql'],
          direction: 'down',
          lock: 'none',
          lockTimeoutMs: null,
          retries: 0,
          timeoutMs: 600_000,
        },
      },
    ],
  },
  alternatives: [],
  invariants: [],
  limits: {
    endpoints: [],
    accessExclusiveMs: 500,
    stallMs: 1_000,
    stalledRequests: 0,
    objective: 0.999,
    errorBudgetShare: 0.05,
    productionRate: null,
    generatorLagMs: 5,
    droppedShare: 0.001,
  },
  change: null,
  warnings: [],
}
