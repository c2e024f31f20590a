import type { PhaseName } from '../../harness/model/act.ts'
import { ACT_NAMES } from '../../harness/model/act.ts'
import type { EndpointSummary, Entry, EntryOf, Fact, LockParty, StallWindow } from '../../harness/model/evidence.ts'

/** The clock of hand-written journals: 2026-11-21 06:12 UTC. Times in facts are milliseconds after it. */
export const T0 = Date.UTC(2026, 10, 21, 6, 12)

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>
type Overrides<K extends Fact['kind']> = Partial<FactOf<K>>

const FILE = { file: 'side.jsonl', sha256: '0'.repeat(64) }

/** Numbers facts as a journal does. */
export function journal(...facts: readonly Fact[]): readonly Entry[] {
  return facts.map((fact, index) => ({ seq: index + 1, at: new Date(T0 + index * 1_000).toISOString(), ...fact }))
}

export function started(overrides: Overrides<'rehearsal.started'> = {}): Fact {
  return {
    kind: 'rehearsal.started',
    rehearsal: 'orders-v42',
    run: 'k3f9a2',
    harness: '0.1.0',
    spec: { file: 'rehearsal.yaml', sha256: '0'.repeat(64) },
    seed: 7,
    runtime: 'processes',
    weaker: [],
    actTimeMs: 20_000,
    blockMs: 2_000,
    wayBack: 'down',
    upgradeSteps: ['migrate migrations'],
    rollbackSteps: ['migrate migrations down'],
    ledgers: ['orders'],
    limits: {
      endpoints: [{ endpoint: '*', p99Ms: 500, errorRate: 0.01 }],
      accessExclusiveMs: 500,
      stallMs: 1_000,
      stalledRequests: 0,
      objective: 0.999,
      errorBudgetShare: 0.05,
      productionRate: 100,
      generatorLagMs: 5,
      droppedShare: 0.001,
    },
    host: { platform: 'linux x64', cpus: 2, memoryBytes: 8e9, node: 'v24.0.0' },
    ...overrides,
  }
}

export const LIMITS = (started() as FactOf<'rehearsal.started'>).limits

export function act(name: EntryOf<'act.ended'>['act'], overrides: Overrides<'act.ended'> = {}): readonly Fact[] {
  return [
    { kind: 'act.started', act: name },
    { kind: 'act.ended', act: name, status: 'ok', durationMs: 1_000, summary: '', ...overrides },
  ]
}

const LABELS = { upgrade: 'migrate migrations', rollback: 'migrate migrations down' } as const

/** A step from 10 s to 20 s (upgrade) or 50 s to 60 s (rollback) after the start. */
export function step(name: 'upgrade' | 'rollback', overrides: Overrides<'step.ended'> = {}): Fact {
  const startedAt = T0 + (name === 'upgrade' ? 10_000 : 50_000)
  const times = { startedAt, endedAt: startedAt + 10_000 }
  return { kind: 'step.ended', act: name, step: 0, label: LABELS[name], ok: true, ...times, ...overrides }
}

export function ran(startMs: number, endMs: number, overrides: Overrides<'statement.ran'> = {}): Fact {
  return {
    kind: 'statement.ran',
    act: 'upgrade',
    step: 0,
    file: 'migrations/003-add-total.up.sql',
    line: 4,
    statement: 'ALTER TABLE orders ALTER COLUMN total TYPE numeric',
    pid: 77,
    startedAt: T0 + startMs,
    endedAt: T0 + endMs,
    ...overrides,
  }
}

/** As the tracing proxy saw it, in the upgrade, in transaction 1 of session 77. */
export function traced(startMs: number, endMs: number, overrides: Overrides<'statement.traced'> = {}): Fact {
  return {
    kind: 'statement.traced',
    trial: null,
    act: 'upgrade',
    step: 0,
    pid: 77,
    transaction: 1,
    index: 1,
    place: { file: 'db/1.js', line: 3 },
    statement: 'ALTER TABLE orders ADD x int',
    startedAt: T0 + startMs,
    endedAt: T0 + endMs,
    exact: true,
    because: null,
    locks: [],
    advisory: [],
    error: null,
    lockTimeoutMs: null,
    ...overrides,
  }
}

export function tracedTransaction(startMs: number, endMs: number): Fact {
  const times = { startedAt: T0 + startMs, endedAt: T0 + endMs }
  const whose = { trial: null, act: 'upgrade', pid: 77, transaction: 1 } as const
  return { kind: 'transaction.traced', ...whose, ...times, outcome: 'committed', rewritten: [] }
}

export function taken(relation: string, mode: string): FactOf<'statement.traced'>['locks'][number] {
  return { relation, relkind: 'r', mode, existed: true }
}

export function party(role: LockParty['role'], pid: number, statement = ''): LockParty {
  const application = { migration: 'fulldress-step', traffic: 'payments', other: 'autovacuum' }[role]
  return { pid, role, application, statement }
}

export function held(fromMs: number, toMs: number, overrides: Overrides<'lock.held'> = {}): Fact {
  return {
    kind: 'lock.held',
    act: 'upgrade',
    relation: 'orders',
    mode: 'AccessExclusiveLock',
    holder: party('migration', 77, 'ALTER TABLE orders ALTER COLUMN total TYPE numeric'),
    fromMs: T0 + fromMs,
    toMs: T0 + toMs,
    inUse: true,
    ...overrides,
  }
}

export function queue(fromMs: number, toMs: number, overrides: Overrides<'lock.queue'> = {}): Fact {
  const times = { fromMs: T0 + fromMs, toMs: T0 + toMs }
  return {
    kind: 'lock.queue',
    act: 'upgrade',
    relation: 'orders',
    head: party('migration', 77, 'CREATE INDEX orders_x ON orders (x)'),
    headMode: 'ShareLock',
    waiters: [{ party: party('traffic', 90, 'INSERT INTO orders'), mode: 'RowExclusiveLock', ...times }],
    ...times,
    ...overrides,
  }
}

/** The step, pid 77, against a session of the services, pid 90, which was ended. */
export function deadlock(fromMs: number, overrides: Overrides<'lock.deadlock'> = {}): Fact {
  const parties = [
    {
      party: party('migration', 77, 'ALTER TABLE orders ADD x int'),
      relation: 'orders',
      mode: 'AccessExclusiveLock',
      behind: 90,
      victim: false,
    },
    {
      party: party('traffic', 90, 'UPDATE items SET x = ?'),
      relation: 'items',
      mode: 'RowExclusiveLock',
      behind: 77,
      victim: true,
    },
  ]
  return {
    kind: 'lock.deadlock',
    act: 'upgrade',
    parties,
    fromMs: T0 + fromMs,
    toMs: T0 + fromMs + 1_000,
    ...overrides,
  }
}

/** Watched from 5 s to 65 s: all steps of this file. */
export function watched(overrides: Overrides<'locks.watched'> = {}): Fact {
  return {
    kind: 'locks.watched',
    fromMs: T0 + 5_000,
    toMs: T0 + 65_000,
    samples: 6_000,
    intervalMs: 10,
    gaps: [],
    gapCount: 0,
    longestGapMs: 12,
    cpuMs: 900,
    file: FILE,
    waits: { file: FILE, count: 0 },
    deadlocks: 0,
    ...overrides,
  }
}

export function endpoint(overrides: Partial<EndpointSummary> = {}): EndpointSummary {
  const latency = { p50Ms: 8, p90Ms: 20, p95Ms: 28, p99Ms: 41, maxMs: 90 }
  return { endpoint: 'POST /orders', requests: 400, failed: 0, latency, ...overrides }
}

export function stall(fromMs: number, toMs: number, overrides: Partial<StallWindow> = {}): StallWindow {
  const times = { fromMs: T0 + fromMs, toMs: T0 + toMs }
  return { endpoint: 'POST /orders', ...times, stalled: 212, failed: 0, longestMs: 2_140, ...overrides }
}

const PHASE_FROM_MS = {
  baseline: -20_000,
  upgrade: 5_000,
  soak: 25_000,
  rollback: 45_000,
  restored: 65_000,
  forward: 85_000,
} as const

/** Twenty seconds with 400 requests and 400 iterations. */
export function phase(name: PhaseName, overrides: Overrides<'traffic.phase'> = {}): Fact {
  const fromMs = T0 + PHASE_FROM_MS[name]
  return {
    kind: 'traffic.phase',
    phase: name,
    fromMs,
    toMs: fromMs + 20_000,
    blocks: 10,
    endpoints: [endpoint()],
    lag: { iterations: 400, idleP99Ms: 2, busyP99Ms: null, busyLate: 0, dropped: 0, droppedBusy: 0 },
    checks: [{ scenario: 'orders', name: 'created', passes: 400, fails: 0 }],
    stalls: [],
    histograms: FILE,
    ...overrides,
  }
}

export const LAG = (phase('baseline') as FactOf<'traffic.phase'>).lag

const OPEN = { name: 'orders', ratePerSecond: 20, executor: 'open schedule', note: '' }

export function trafficStarted(scenarios: FactOf<'traffic.started'>['scenarios'] = [OPEN]): Fact {
  return { kind: 'traffic.started', k6: '1.1.0', scenarios }
}

export function trafficEnded(overrides: Overrides<'traffic.ended'> = {}): Fact {
  const how = { exitCode: 108, meaning: 'ended from inside', asExpected: true }
  return { kind: 'traffic.ended', ...how, thresholds: [], summarised: true, log: FILE, ...overrides }
}

export function catalog(overrides: Overrides<'catalog.compared'> = {}): Fact {
  return { kind: 'catalog.compared', before: 'seeded', after: 'restored', differences: [], ...overrides }
}

export function rows(overrides: Overrides<'rows.compared'> = {}): Fact {
  return {
    kind: 'rows.compared',
    database: 'quiet',
    tables: 1,
    rows: 1_200_000,
    durationMs: 9_000,
    differences: [],
    ...overrides,
  }
}

export function ledger(overrides: Overrides<'ledger.compared'> = {}): Fact {
  const counts = { missing: [], missingCount: 0, doubled: [], doubledCount: 0 }
  return { kind: 'ledger.compared', ledger: 'orders', acknowledged: 1_840, ...counts, file: FILE, ...overrides }
}

export function sequences(
  behind: FactOf<'sequences.read'>['behind'] = [],
  when: 'seeded' | 'restored' = 'restored',
): Fact {
  return { kind: 'sequences.read', when, behind }
}

export function server(when: 'seeded' | 'restored', overrides: Overrides<'server.read'> = {}): Fact {
  return { kind: 'server.read', when, version: '17.10', settings: { work_mem: '4MB' }, ...overrides }
}

export function service(version: string): Fact {
  return { kind: 'stage.service', service: 'payments', version, replicas: 2, front: 'http://127.9.9.9:1', readyMs: 200 }
}

/** A whole rehearsal in which all went well. Each part can be replaced by another list of facts. */
export function wholeRehearsal(
  parts: Partial<Record<EntryOf<'act.ended'>['act'] | 'started' | 'ended', readonly Fact[]>> = {},
) {
  const usual: Required<typeof parts> = {
    started: [started()],
    stage: [
      { kind: 'stage.database', version: '17.10', settings: {} },
      { kind: 'stage.egress', isolated: true, how: 'a network namespace of its own', canary: 'refused' },
    ],
    seed: [{ kind: 'seed.table', table: 'orders', rows: 1_200_000, bytes: 412e6 }, server('seeded')],
    probes: [catalog({ before: 'quiet-before', after: 'quiet-restored' }), rows()],
    baseline: [trafficStarted(), phase('baseline')],
    upgrade: [step('upgrade'), watched(), phase('upgrade')],
    soak: [phase('soak')],
    rollback: [step('rollback'), phase('rollback')],
    restored: [phase('restored')],
    forward: [],
    audit: [trafficEnded(), catalog(), server('restored'), sequences(), ledger()],
    ended: [{ kind: 'rehearsal.ended', durationMs: 240_000 }],
  }
  const chosen = { ...usual, ...parts }
  const acts = ACT_NAMES.flatMap((name) => {
    const given = chosen[name]
    // Due only where the way back is code-only.
    if (name === 'forward' && given.length === 0) return []
    if (given.some(({ kind }) => kind === 'act.ended')) return given
    const [begin, end] = act(name)
    return [begin as Fact, ...given, end as Fact]
  })
  return journal(...chosen.started, ...acts, ...chosen.ended)
}
