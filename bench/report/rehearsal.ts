import type { ActName } from '../../harness/model/act.ts'
import type { Entry, Fact, SideFile } from '../../harness/model/evidence.ts'
import { comparisonFacts } from './comparison.ts'
import { labelOf, lockFacts, watched } from './locks.ts'
import { migrationFacts } from './migrations.ts'
import { SIDE_FILE, times } from './noise.ts'
import { EPOCH_MS, endpointName, type Size, spansOf, tableName } from './size.ts'
import { timelineOf } from './timeline.ts'
import { trafficEnded, trafficFacts } from './traffic.ts'
import { auditFacts, countedFact, digested, probedFacts } from './way-back.ts'

/** The journal of a whole rehearsal in which much was found, numbered and stamped as a journal is. */
export function rehearsalJournal(size: Size, timeline: SideFile = SIDE_FILE): readonly Entry[] {
  const facts = rehearsalFacts(size, timeline)
  const eachMs = 1_800_000 / facts.length
  return facts.map((fact, index) => ({
    seq: index + 1,
    at: new Date(EPOCH_MS + index * eachMs).toISOString(),
    ...fact,
  }))
}

function rehearsalFacts(size: Size, timeline: SideFile): readonly Fact[] {
  const spans = spansOf(size)
  const traffic = trafficFacts(size)
  const locks = lockFacts(size)
  return [
    started(size),
    ...act('stage', 9_000, staged()),
    ...act('seed', 31_000, [...seeded(), digested('seeded')]),
    ...act('probes', 80_000, [...probedFacts(size), ...migrationFacts(size)]),
    ...act('baseline', spans.baseline.toMs - spans.baseline.fromMs, [...traffic.baseline, watched(spans.baseline)]),
    ...act('upgrade', 60_000, [...locks.upgrade, ...traffic.upgrade, countedFact('upgraded'), mixed('upgrade')]),
    ...act('soak', spans.soak.toMs - spans.soak.fromMs, [...traffic.soak, watched(spans.soak)]),
    ...act('rollback', 60_000, [countedFact('leaving'), ...locks.rollback, ...traffic.rollback, mixed('rollback')]),
    ...act('restored', spans.restored.toMs - spans.restored.fromMs, [...traffic.restored, watched(spans.restored)]),
    ...act('audit', 12_000, [overTime(size, timeline), trafficEnded(), ...auditFacts(size), ...comparisonFacts(size)]),
    { kind: 'rehearsal.ended', durationMs: 1_800_000 },
  ]
}

function started({ blockMs, blocks }: Size): Fact {
  return {
    ...{
      kind: 'rehearsal.started',
      rehearsal: 'orders-v42',
      run: 'k3f9a2',
      harness: '0.1.0',
      spec: SIDE_FILE,
      seed: 7,
    },
    ...{ runtime: 'processes', weaker: ['durability is off'], actTimeMs: blocks * blockMs, blockMs, wayBack: 'down' },
    pointOfNoReturn: 'the first refund that is paid in the new currency',
    upgradeSteps: [labelOf('upgrade')],
    rollbackSteps: [labelOf('rollback'), 'run settle-ledger'],
    mixedStates: [
      { act: 'upgrade', state: 'web 1 on the new schema' },
      { act: 'rollback', state: 'web 2 on the old schema' },
    ],
    commandsBack: ['run settle-ledger'],
    partners: ['acquirer', 'mail', 'chat'],
    compares: true,
    ledgers: ['orders', 'payments'],
    invariants: [{ name: 'balances are the sums of their entries', on: 'both' }],
    limits: {
      endpoints: [{ endpoint: '*', p99Ms: 900, errorRate: 0.01 }],
      ...{ accessExclusiveMs: 500, stallMs: 1_000, stalledRequests: 0, objective: 0.999, errorBudgetShare: 0.05 },
      ...{ productionRate: 600, generatorLagMs: 5, droppedShare: 0.001 },
    },
    host: { platform: 'linux x64', cpus: 8, memoryBytes: 32e9, node: 'v24.21.0' },
  }
}

function overTime(size: Size, file: SideFile): Fact {
  return { kind: 'traffic.timeline', file, stretches: timelineOf(size).stretches.length, endpoints: size.endpoints }
}

function act(name: ActName, durationMs: number, facts: readonly Fact[]): readonly Fact[] {
  return [
    { kind: 'act.started', act: name },
    ...facts,
    { kind: 'act.ended', act: name, status: 'ok', durationMs, summary: `${facts.length} facts` },
  ]
}

function staged(): readonly Fact[] {
  return [
    { kind: 'tool.found', tool: 'k6', version: '2.0.0', source: 'K6_BIN' },
    { kind: 'stage.database', version: '17.10', settings: { shared_buffers: '256MB' } },
    { kind: 'stage.service', service: 'web', version: '1', replicas: 2, front: 'http://127.0.0.1:9', readyMs: 800 },
    { kind: 'stage.egress', isolated: true, how: 'a network namespace of its own', canary: 'refused' },
  ]
}

function seeded(): readonly Fact[] {
  return [
    ...times(10, (index): Fact => ({ kind: 'seed.table', table: tableName(index), rows: 480_000, bytes: 41e6 })),
    { kind: 'seed.done', rows: 4_800_000, bytes: 412e6, durationMs: 31_000 },
    { kind: 'server.read', when: 'seeded', version: '17.10', settings: { work_mem: '4MB', max_connections: '100' } },
    { kind: 'sequences.read', when: 'seeded', behind: [] },
  ]
}

function mixed(name: 'upgrade' | 'rollback'): Fact {
  const refused = { sqlstate: '42703', message: 'column "part_1" does not exist', requests: 3 }
  const errors = name === 'rollback' ? [refused] : []
  return {
    ...{ kind: 'versions.mixed', act: name, swapping: false, requests: 900, logged: true },
    state: name === 'upgrade' ? 'web 1 on the new schema' : 'web 2 on the old schema',
    endpoints: [{ endpoint: endpointName(0), requests: 400, failed: errors.length * 3, errors }],
  }
}
