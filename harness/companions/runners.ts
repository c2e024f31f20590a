import { compareCatalogs, digestCatalog } from '../database/catalog.ts'
import { compareRows, digestRows, type RowDigest } from '../database/rows.ts'
import { connect } from '../database/session.ts'
import { describe } from '../errors.ts'
import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Migration } from './migration.ts'
import { steadyColumns } from './steady-columns.ts'

export interface Runners {
  readonly trial: number
  readonly migration: Migration
  /** The state before, where two run at once. */
  readonly twins: DatabaseAddress
  /** Two clones on each of which it ran once: what differs between these is no harm of a second runner. */
  readonly once: readonly [DatabaseAddress, DatabaseAddress]
  readonly limitMs: number
  readonly signal: AbortSignal
  readonly record: Recorder
}

const MOST_TOLD = 20

/** Digests name tables of the schema public without it. */
const NAMED = { application: 'fulldress', settings: { search_path: 'public' } }

/** Starts two runners at once, and compares what they leave behind with what one leaves. */
export async function runTwice({ trial, migration, twins, once, limitMs, signal, record }: Runners): Promise<void> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  const startedAt = Date.now()
  const ended = await Promise.all(
    [1, 2].map(() =>
      migration.run(twins, { signal: either }).then(
        () => ({ ok: true, reason: null }),
        (error: unknown) => ({ ok: false, reason: describe(error) }),
      ),
    ),
  )
  signal.throwIfAborted()
  const attempts = [{ startedAt, endedAt: Date.now(), error: null }]
  const differences = await compare(twins, once)
  record({ kind: 'runners.compared', trial, ended, differences: differences.slice(0, MOST_TOLD) })
  const outcome = ended.some(({ ok }) => ok) ? 'completed' : 'failed'
  record({ kind: 'trial.ended', trial, outcome, attempts })
}

/** After two runs, held against one. */
const BECOMES = {
  missing: 'is missing after two runs',
  added: 'is there after two runs only',
  changed: 'is another after two runs',
} as const

async function compare(twins: DatabaseAddress, [one, other]: Runners['once']): Promise<readonly string[]> {
  const [single, again, both] = [await digestCatalog(one), await digestCatalog(other), await digestCatalog(twins)]
  const restless = new Set(compareCatalogs(single, again).map(({ object }) => object))
  const catalog = compareCatalogs(single, both)
    .filter(({ object }) => !restless.has(object))
    .map(({ object, change }) => `${object} ${BECOMES[change]}`)
  const rows = await digestRows(one)
  const steady = await withoutRestless(rows, [one, other])
  const [expected, found] = [await digestRows(one, steady), await digestRows(twins, steady)]
  return [...catalog, ...compareRows(expected, found).map(told)]
}

function told({ table, rowsBefore, rowsAfter }: ReturnType<typeof compareRows>[number]): string {
  if (rowsBefore === null || rowsAfter === null)
    return `table ${table} is there after ${rowsBefore === null ? 'two runs' : 'one run'} only`
  if (rowsBefore !== rowsAfter) return `${table} has ${rowsAfter} rows, after a single run ${rowsBefore}`
  return `${table} has other values in its ${rowsAfter} rows than after a single run`
}

/** Times, random numbers and their like differ from run to run: such columns prove nothing. */
async function withoutRestless(rows: RowDigest, [one, other]: Runners['once']): Promise<RowDigest> {
  const restless = new Set(compareRows(rows, await digestRows(other)).map(({ table }) => table))
  if (restless.size === 0) return rows
  await using first = await connect(one, NAMED)
  await using second = await connect(other, NAMED)
  const tables: RowDigest['tables'][number][] = []
  for (const table of rows.tables) {
    const columns = restless.has(table.table) ? await steadyColumns([first, second], table) : table.columns
    tables.push({ ...table, columns })
  }
  return { tables }
}
