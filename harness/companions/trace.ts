import type { TracedStatement, TracedTransaction } from '../locks/proxy/trace.ts'
import type { Fact, Recorder } from '../model/evidence.ts'
import { maskLiterals } from '../sql/mask.ts'
import { lockTimeouts } from './lock-timeout.ts'
import type { Migration } from './migration.ts'
import type { Script, ScriptStatement } from './script.ts'
import { withUnseen } from './unseen.ts'
import { type CountedStatement, MARKER } from './work.ts'

/** What one run was seen to do. */
export interface Trace {
  readonly statements: readonly TracedStatement[]
  readonly transactions: readonly TracedTransaction[]
  /** By the session's own counters; empty for a tool's command. */
  readonly counted: readonly CountedStatement[]
}

export interface ReadTrace {
  readonly script: Script
  readonly facts: readonly Fact[]
}

interface Readings {
  readonly trial: number
  readonly migration: Migration
  /** Existing tables by oid, with their rows before the run. */
  readonly tables: ReadonlyMap<number, { readonly relation: string; readonly rows: number }>
  /** Every relation that was there before the run. */
  readonly before: ReadonlyMap<number, string>
  /** lock_timeout of a new session. */
  readonly lockTimeoutMs: number
}

/** Turns a trace into facts and into the script that later trials know statements by. Our own questions are left out. */
export function readTrace({ statements, transactions, counted }: Trace, readings: Readings): ReadTrace {
  const { trial, migration } = readings
  const own = statements.filter(({ sql }) => !sql.startsWith(MARKER)).map((one) => ofBefore(one, readings))
  const pairs = pair(own, counted)
  const limits = migration.source === 'command' ? limitsOf(own, readings.lockTimeoutMs) : []
  const facts: Fact[] = []
  const script: ScriptStatement[] = []
  for (const [position, traced] of own.entries()) {
    const count = pairs.get(position)
    const place = count?.statement.place ?? migration.places(traced.sql)
    // What our own applier sends between the statements of a file, and at its end.
    const written = count?.statement.kind === 'TransactionStmt' ? migration.places(traced.sql) : place
    if (migration.source === 'sql' && written === null && isSilent(traced)) continue
    const statement = scriptStatement(traced, { index: position + 1, place })
    script.push(statement)
    const lockTimeoutMs = count?.lockTimeoutMs ?? limits[position] ?? null
    facts.push({ ...told(traced, statement), trial, lockTimeoutMs }, ...workOf(count, statement, readings))
  }
  const known = new Set(readings.before.values())
  for (const { connection: _, rewritten, ...transaction } of transactions) {
    const replaced = rewritten.filter((relation) => known.has(relation))
    facts.push({ kind: 'transaction.traced', trial, ...transaction, rewritten: replaced })
  }
  return { script, facts }
}

/** The proxy knows what a transaction found; of that, the migration itself may have made some and committed it. */
function ofBefore(statement: TracedStatement, { tables, before }: Readings): TracedStatement {
  const locks = statement.locks.map((lock) => ({ ...lock, existed: lock.existed && before.has(lock.oid) }))
  return withUnseen({ ...statement, locks }, { tables, before })
}

function scriptStatement(
  { pid, transaction, sql, locks, startedAt, endedAt, because }: TracedStatement,
  { index, place }: Pick<ScriptStatement, 'index' | 'place'>,
): ScriptStatement {
  const durationMs = endedAt - startedAt
  return { index, pid, transaction, sql, masked: maskLiterals(sql), place, locks, durationMs, because }
}

function told(
  { startedAt, endedAt, exact, because, locks, advisory, error }: TracedStatement,
  { pid, transaction, index, place, masked }: ScriptStatement,
): Omit<Extract<Fact, { kind: 'statement.traced' }>, 'trial' | 'lockTimeoutMs'> {
  return {
    ...{ kind: 'statement.traced', pid, transaction, index, place, statement: masked, startedAt, endedAt },
    ...{ exact, because, advisory, error },
    locks: locks.map(({ oid: _, ...lock }) => lock),
  }
}

function workOf(
  count: CountedStatement | undefined,
  { index, place }: ScriptStatement,
  { trial, tables }: Readings,
): readonly Fact[] {
  return [...(count?.work ?? [])].flatMap(([oid, work]) => {
    const table = tables.get(oid)
    if (table === undefined) return []
    const { relation, rows: rowsInTable } = table
    const inside = count !== undefined && count.transactions > 1 ? { transactions: count.transactions } : {}
    return [{ kind: 'work.counted', trial, index, place, relation, rowsInTable, ...work, ...inside }]
  })
}

export function recordAll(record: Recorder, facts: readonly Fact[]): void {
  for (const fact of facts) record(fact)
}

function isSilent({ locks, advisory, error }: TracedStatement): boolean {
  return locks.length === 0 && advisory.length === 0 && error === null
}

/** Both tell of the same statements in the same order, the trace of some more. */
function pair(
  traced: readonly TracedStatement[],
  counted: readonly CountedStatement[],
): ReadonlyMap<number, CountedStatement> {
  const pairs = new Map<number, CountedStatement>()
  let from = 0
  for (const count of counted) {
    const text = count.statement.text.trim()
    const found = traced.findIndex(({ sql }, position) => position >= from && sql.trim().startsWith(text))
    if (found < 0) continue
    pairs.set(found, count)
    from = found + 1
  }
  return pairs
}

/** lock_timeout in force, by the statements of each session. */
function limitsOf(statements: readonly TracedStatement[], atStart: number): readonly number[] {
  const limits: number[] = statements.map(() => atStart)
  for (const connection of new Set(statements.map((one) => one.connection))) {
    const mine = statements.flatMap((one, position) => (one.connection === connection ? [{ one, position }] : []))
    for (const [nth, limit] of lockTimeouts(
      mine.map(({ one }) => one.sql),
      atStart,
    ).entries()) {
      const position = mine[nth]?.position
      if (position !== undefined) limits[position] = limit
    }
  }
  return limits
}
