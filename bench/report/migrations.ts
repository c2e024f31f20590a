import type { CatalogDifference, Fact } from '../../harness/model/evidence.ts'
import type { Scenario } from '../../harness/model/facts-of-trials.ts'
import { rewrites, statementOf } from './locks.ts'
import { between, times } from './noise.ts'
import { EPOCH_MS, migrationFile, type Size, tableName } from './size.ts'

const SCENARIOS: readonly Scenario[] = [
  'alone',
  'traffic',
  'long-reader',
  'idle-writer',
  'opposite-order',
  'prepared',
  'second-runner',
  'filled',
]

/** Every migration on clones: alone, beside companions, down and up again, interrupted. */
export function migrationFacts({ migrations }: Size): readonly Fact[] {
  const names = times(migrations, (index) => migrationFile(index))
  return [
    ...names.flatMap((_, index) => examined(index)),
    { kind: 'stairway.started', in: 'probes', name: 'migrations', runtime: 'processes', stairs: names },
    ...times(migrations, stair),
    { kind: 'stairway.ended', climbed: migrations, durationMs: migrations * 1_500, stopped: null },
    { kind: 'interruptions.began', migrations: names },
    ...names.flatMap((_, index) => interrupted(index)),
  ]
}

function examined(index: number): readonly Fact[] {
  const migration = index + 1
  const trial = (scenario: number) => index * SCENARIOS.length + scenario + 1
  return [
    {
      ...{
        kind: 'migration.examined',
        migration,
        name: migrationFile(index),
        source: 'sql',
        in: 'probes',
        direction: 'up',
      },
      ...{ probed: true, stallLimitMs: 500, productionRows: 4_000_000, holdMs: 5_000 },
    },
    ...(rewrites(index) ? suspected(index) : []),
    ...SCENARIOS.flatMap((scenario, which) => tried(index, scenario, trial(which))),
    {
      kind: 'trials.covered',
      migration,
      untested: index % 7 === 0 ? [`needs traffic: no statement uses part_${migration}`] : [],
    },
  ]
}

/** What a scanner says of a rewrite, and how long it would take with production's rows. */
function suspected(index: number): readonly Fact[] {
  const place = { file: migrationFile(index), line: 3 }
  const where = { migration: index + 1, place, statement: statementOf(index) }
  return [
    {
      ...{ kind: 'scanner.found', scanner: 'type-change-rewrites', severity: 'concern', ...where },
      summary: `changing the type of ${tableName(index)}.amount rewrites the table under ACCESS EXCLUSIVE`,
      remedy: 'Add a column of the new type beside the old one, fill it in batches, and swap the names.',
      expects: { kind: 'rewrite', relation: tableName(index) },
    },
    { kind: 'duration.predicted', ...where, rows: 4_000_000, lowMs: 9_000, highMs: 21_000 },
  ]
}

function tried(index: number, scenario: Scenario, trial: number): readonly Fact[] {
  const startedAt = EPOCH_MS + trial * 90
  const rows = scenario === 'filled' ? 20_000 : null
  const stalls = scenario === 'long-reader' || scenario === 'idle-writer'
  return [
    { kind: 'trial.started', trial, migration: index + 1, scenario, rows, touched: [tableName(index)] },
    ...times(3, (line) => traced(index, trial, startedAt + line * 20, line + 3)),
    {
      ...{ kind: 'transaction.traced', trial, pid: 77, transaction: 1, startedAt, endedAt: startedAt + 70 },
      ...{ outcome: 'committed', rewritten: rewrites(index) ? [tableName(index)] : [] },
    },
    ...(stalls ? [stall(index, trial, startedAt)] : []),
    ...(scenario === 'alone' ? survived(index, trial) : []),
    ...(scenario === 'second-runner' ? runners(trial) : []),
    {
      kind: 'trial.ended',
      trial,
      outcome: 'completed',
      attempts: [{ startedAt, endedAt: startedAt + 70, error: null }],
    },
  ]
}

function traced(index: number, trial: number, startedAt: number, line: number): Fact {
  return {
    ...{ kind: 'statement.traced', trial, pid: 77, transaction: 1, index: line - 2 },
    place: { file: migrationFile(index), line },
    statement: line === 3 ? statementOf(index) : `COMMENT ON COLUMN ${tableName(index)}.part_${index + 1} IS ?`,
    ...{
      startedAt,
      endedAt: startedAt + 18,
      exact: true,
      because: null,
      advisory: [],
      error: null,
      lockTimeoutMs: 2_000,
    },
    locks: [
      { relation: tableName(index), relkind: 'r', mode: 'AccessExclusiveLock', existed: true },
      { relation: `${tableName(index)}_pkey`, relkind: 'i', mode: 'AccessExclusiveLock', existed: true },
    ],
  }
}

function stall(index: number, trial: number, fromMs: number): Fact {
  return {
    ...{
      kind: 'stall.felt',
      trial,
      by: index % 2 === 0 ? 'probe-read' : 'probe-write',
      what: tableName(index),
      fromMs,
    },
    ...{ longestMs: Math.round(between(index, 200, 480)), usualMs: 3, times: 4, statement: statementOf(index) },
    place: { file: migrationFile(index), line: 3 },
    lock: { relation: tableName(index), mode: 'AccessExclusiveLock', granted: false },
  }
}

function survived(index: number, trial: number): readonly Fact[] {
  const tables = [{ relation: tableName(index), before: 1_200, after: 1_200 }]
  return [{ kind: 'rows.survived', trial, tables, columnsGone: [], indexesInvalid: [], indexesGone: [] }]
}

function runners(trial: number): readonly Fact[] {
  const ended = [
    { ok: true, reason: null },
    { ok: true, reason: null },
  ]
  return [{ kind: 'runners.compared', trial, ended, differences: [] }]
}

/** Every fifth does not come back as it was. */
function stair(index: number): Fact {
  const [up, down] = [migrationFile(index), migrationFile(index, 'down')]
  const left: CatalogDifference = {
    ...{ object: `column public.${tableName(index)}.part_${index + 1}`, change: 'added' },
    ...{ was: null, is: 'bigint' },
  }
  return {
    ...{ kind: 'stair.climbed', stair: index + 1, name: up, subject: down, files: [up, down] },
    verdict: index % 5 === 4 ? 'down-empty' : 'identical',
    schema: index % 5 === 4 ? [left] : [],
    ...{ columnOrder: [], rows: [], again: [], errors: [], touched: [tableName(index)], populated: [], untested: [] },
    times: { copyMs: 210, upMs: 18, downMs: 14, reUpMs: 20, digestMs: 240, fillMs: 30 },
  }
}

function interrupted(index: number): readonly Fact[] {
  const name = migrationFile(index)
  const facts = times(
    3,
    (moment): Fact => ({
      ...{
        kind: 'migration.interrupted',
        name,
        source: 'sql',
        direction: 'up',
        how: 'connection-cut',
        moment: 'after',
      },
      ...{
        index: moment + 1,
        of: 3,
        place: { file: name, line: moment + 3 },
        statement: statementOf(index),
        committed: 0,
      },
      ...{ indexesInvalid: [], lingering: [], again: 'completed', error: null, differences: [] },
    }),
  )
  const covered = { name, direction: 'up', statements: 3, moments: 3, tried: 3, notApplicable: null } as const
  return [...facts, { kind: 'interruptions.covered', ...covered, durationMs: 900 }]
}
