import { readsNoRows } from '../model/definition.ts'
import type { Fact, Recorder } from '../model/evidence.ts'
import type { Place } from '../model/facts-of-trials.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { documentedLocks, locksUntold } from '../sql/documented-lock.ts'
import { maskLiterals } from '../sql/mask.ts'
import { startTracing, type TracedStatement, type TracedTransaction } from './proxy/proxy.ts'
import { isStrong } from './watcher/conflicts.ts'
import { openSideLines } from './watcher/side-lines.ts'

export interface StepTraceOptions {
  /** As a user that may see everybody's locks. */
  readonly server: DatabaseAddress
  /** The run's folder; the whole trace goes to `<folder>/locks/trace-<act>-<step>.jsonl`. */
  readonly folder: string
  readonly act: 'upgrade' | 'rollback'
  readonly step: number
  readonly placeOf: (sql: string) => Place | null
  /** A session of the step, whatever it calls itself: at least once each, before the step is over. */
  readonly onSession: (pid: number) => void
  readonly record: Recorder
}

/** A statement this long is worth an entry in the journal, whatever it locked. */
const LONG_MS = 100

/**
 * Does a step's work through the tracing proxy, whose address it is given in the server's place. What was worth an entry
 * is recorded: statements that locked an existing relation away from somebody, failed, or took long; and transactions
 * that had any, or rewrote something.
 */
export async function traceStep<T>(
  { server, folder, act, step, placeOf, onSession, record }: StepTraceOptions,
  work: (address: DatabaseAddress) => Promise<T>,
): Promise<T> {
  const lines = openSideLines(folder, `trace-${act}-${step + 1}`)
  const troubles: string[] = []
  const worthwhile = new Set<string>()
  const of = { trial: null, act, step } as const
  const relations = new Set<string>()
  let inexact = 0
  let untold = false
  const hear = (traced: TracedStatement) => {
    const fact = { ...of, ...statementFact(traced, placeOf) }
    lines.add(fact)
    onSession(traced.pid)
    for (const relation of tablesOf(traced)) relations.add(relation)
    if (!traced.exact) inexact++
    untold ||= !traced.exact && locksUntold(traced.sql)
    if (!isWorthAnEntry(traced)) return
    worthwhile.add(`${traced.connection} ${traced.transaction}`)
    record(fact)
  }
  const end = ({ connection, ...traced }: TracedTransaction) => {
    const fact = { kind: 'transaction.traced', ...of, ...traced } as const
    lines.add(fact)
    if (traced.rewritten.length > 0 || worthwhile.has(`${connection} ${traced.transaction}`)) record(fact)
  }
  try {
    await using proxy = await startTracing({
      server,
      onStatement: hear,
      onTransaction: end,
      onTrouble: (reason) => void troubles.push(reason),
    })
    const result = await work(proxy.address)
    await proxy.settled()
    return result
  } finally {
    const statements = lines.count()
    const used = untold ? null : [...relations]
    record({
      kind: 'step.traced',
      act,
      step,
      lines: statements,
      inexact,
      troubles,
      relations: used,
      file: lines.close(),
    })
  }
}

/** Those that were there before, as seen or as its text names them where its locks were only sampled. */
function tablesOf({ locks, sql, exact }: TracedStatement): readonly string[] {
  const lookedUp = readsNoRows(sql)
  const seen = locks.filter(({ existed, relkind, mode }) => {
    return existed && ['r', 'p', 'm'].includes(relkind) && !(lookedUp && mode === 'AccessShareLock')
  })
  return [...seen, ...(exact ? [] : documentedLocks(sql))].map(({ relation }) => relation)
}

type StatementFact = Omit<Extract<Fact, { kind: 'statement.traced' }>, 'trial' | 'act' | 'step'>

function statementFact(traced: TracedStatement, placeOf: (sql: string) => Place | null): StatementFact {
  const { pid, transaction, index, startedAt, endedAt, exact, because, advisory, error, sql } = traced
  return {
    ...{ kind: 'statement.traced', pid, transaction, index, place: placeOf(sql), statement: maskLiterals(sql) },
    ...{ startedAt, endedAt, exact, because, advisory, error, lockTimeoutMs: null },
    locks: traced.locks.map(({ relation, relkind, mode, existed }) => ({ relation, relkind, mode, existed })),
  }
}

function isWorthAnEntry({ locks, error, startedAt, endedAt }: TracedStatement): boolean {
  if (error !== null || endedAt - startedAt >= LONG_MS) return true
  return locks.some(({ existed, mode }) => existed && isStrong(mode))
}
