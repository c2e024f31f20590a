import type { CatalogDifference, Fact } from '../../harness/model/evidence.ts'
import { Histogram } from '../../harness/model/histogram.ts'
import { between, SIDE_FILE, times } from './noise.ts'
import { EPOCH_MS, endpointName, migrationFile, type Size, tableName } from './size.ts'

const TABLES = 10
const ACTS = ['baseline', 'upgrade', 'soak', 'rollback', 'restored'] as const

/** What the probes say of the way back before any judged traffic. */
export function probedFacts(size: Size): readonly Fact[] {
  return [
    ...['quiet-before', 'quiet-upgraded', 'quiet-restored'].map((label) => digested(label as 'quiet-before')),
    {
      kind: 'catalog.compared',
      before: 'quiet-before',
      after: 'quiet-restored',
      differences: lost(size),
      columnOrder: [],
    },
    {
      ...{ kind: 'rows.compared', database: 'quiet', tables: TABLES, rows: 4_800_000, durationMs: 21_000 },
      differences: times(3, (index) => ({ table: tableName(index), rowsBefore: 480_000, rowsAfter: 479_990 + index })),
      scripts: { performed: ['run backfill'], unproved: [], because: [] },
    },
    {
      kind: 'rollback.destroys',
      objects: times(4, (index) => ({
        ...{ object: `${tableName(index)}.part_${index + 1}`, loss: 'column', relation: tableName(index) },
        ...{ column: `part_${index + 1}`, was: 'bigint', is: null },
      })),
    },
    ...times(
      3,
      (index): Fact => ({
        ...{ kind: 'retreat.tried', after: migrationFile(index), ok: index !== 2, differences: [] },
        ...(index === 2
          ? { reason: `${migrationFile(5, 'down')}:3: column "part_6" does not exist (SQLSTATE 42703)` }
          : {}),
      }),
    ),
    { kind: 'retreats.ended', stops: size.migrations, tried: 3 },
    independence(),
  ]
}

function independence(): Fact {
  const changed = { kind: 'npm package', name: 'ledger-client', was: '1.0.0', is: '2.0.0' } as const
  return {
    ...{
      kind: 'independence.tried',
      step: 1,
      label: 'run settle-ledger',
      command: 'node settle.mjs',
      runsIn: 'this machine',
    },
    ...{ changed: [changed], changedCount: 1, reaches: [], notFollowed: ['what settle.mjs asks of other services'] },
    ...{ outcome: 'succeeded', met: [], said: null, because: null },
  }
}

/** `upgraded` at the end of the upgrade, `leaving` before the rollback. */
export function countedFact(when: 'upgraded' | 'leaving'): Fact {
  const counted = times(4, (index) => ({
    object: `${tableName(index)}.part_${index + 1}`,
    values: when === 'upgraded' ? 40 : 40 + index * 312,
  }))
  return { kind: 'destroyed.counted', when, counted }
}

export function digested(label: 'seeded' | 'restored' | 'quiet-before' | 'quiet-upgraded' | 'quiet-restored'): Fact {
  return { kind: 'catalog.digested', label, sha256: 'a'.repeat(64), objects: 1_312, file: SIDE_FILE }
}

function lost({ lostObjects }: Size): readonly CatalogDifference[] {
  return times(lostObjects, (index) => ({
    object: `index public.${tableName(index)}_lookup_${index}`,
    change: index % 3 === 0 ? 'missing' : index % 3 === 1 ? 'changed' : 'added',
    was: index % 3 === 2 ? null : `btree (customer, placed_at)`,
    is: index % 3 === 0 ? null : `btree (customer)`,
  }))
}

/** What the audit found: catalog, server, sequences, ledgers, invariants, stand-ins. */
export function auditFacts(size: Size): readonly Fact[] {
  return [
    digested('restored'),
    { kind: 'catalog.compared', before: 'seeded', after: 'restored', differences: lost(size), columnOrder: [] },
    { kind: 'server.read', when: 'restored', version: '17.10', settings: { work_mem: '4MB', max_connections: '100' } },
    {
      kind: 'sequences.read',
      when: 'restored',
      behind: [{ sequence: 'orders_id_seq', column: 'orders.id', next: 17, maximum: 90_211 }],
    },
    ...['orders', 'payments'].map(ledger),
    ...(['seeded', 'upgraded', 'rolled-back', 'ended'] as const).map(
      (when): Fact => ({
        ...{ kind: 'invariant.asked', invariant: 'balances are the sums of their entries', when, tookMs: 42 },
        outcome: { was: 'kept' },
      }),
    ),
    ...['acquirer', 'mail', 'chat'].flatMap(partner),
  ]
}

function ledger(name: string, index: number): Fact {
  const troubled = times(4, (place) => ({
    ...({ key: `${name}-${place}`, trouble: 'missing', act: 'upgrade', atMs: EPOCH_MS + place * 1_000 } as const),
    endpoint: endpointName(1),
  }))
  return {
    ...{ kind: 'ledger.compared', ledger: name, acknowledged: 21_400, doubled: [], doubledCount: 0, file: SIDE_FILE },
    ...(index === 0
      ? { missing: troubled.map(({ key }) => key), missingCount: 4, troubled }
      : { missing: [], missingCount: 0, troubled: [] }),
    ...{
      changedCount: 0,
      declaredLostCount: 0,
      fields: [{ field: 'amount', column: 'amount', compared: 21_400, changed: 0 }],
      gone: [],
    },
    acts: ACTS.map((act) => ({
      act,
      acknowledged: 4_280,
      missing: index === 0 && act === 'upgrade' ? 4 : 0,
      doubled: 0,
      changed: 0,
      declaredLost: 0,
    })),
    unanswered: { writes: 12, there: 5, doubled: [] },
  }
}

function partner(name: string): readonly Fact[] {
  const calls = ACTS.map(
    (phase, index): Fact => ({
      ...{
        kind: 'partner.calls',
        partner: name,
        phase,
        operation: 'PUT /charges/:id',
        calls: 2_400,
        attempts: [2_300, 70, 30],
      },
      ...{ faults: 96, gapsMs: index < 2 ? [510, 1_510] : [54, 152], file: SIDE_FILE },
      retries: {
        ...{ began: 2_300, repeated: 0, lateP90Ms: 2, failedFirst: 70, attempts: [0, 40, 30], givenUp: 0 },
        delays: [500, 1_500].map((ms) => delays(index < 2 ? ms : ms / 10)),
        ...{ retryAfter: { asked: 0, honoured: 0 }, keyedBy: { 'Idempotency-Key': 2_300 }, timed: 0, callers: [] },
      },
    }),
  )
  return [...calls, { kind: 'partner.recorded', partner: name, calls: 12_000, file: SIDE_FILE }]
}

function delays(ms: number) {
  const histogram = new Histogram()
  for (const index of Array(70).keys()) histogram.add(between(index, ms, ms * 1.05))
  return histogram.toJSON()
}
