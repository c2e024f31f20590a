import { startTracing, type TracedStatement, type TracedTransaction } from '../locks/proxy/proxy.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type Attempted, attempt, outcomeOf } from './attempts.ts'
import type { Examination } from './examination.ts'
import type { Migration } from './migration.ts'
import { replay } from './replay.ts'
import type { Script } from './script.ts'
import { readTables, type Tables } from './tables.ts'
import { readTrace, recordAll } from './trace.ts'
import { countWork } from './work.ts'

export interface RunAlone extends Attempted {
  readonly script: Script
  /** What was there before, with its rows. */
  readonly tables: Tables['tables']
  /** What the trace could not see into. */
  readonly troubles: readonly string[]
  readonly tookMs: number
}

export interface AloneOptions {
  readonly examination: Pick<Examination, 'migration' | 'record' | 'signal'>
  readonly trial: number
  readonly address: DatabaseAddress
  /** The same state once more, where work is counted of a tool's command that nobody can attend; null counts none. */
  readonly twin: DatabaseAddress | null
}

/** Long enough for any migration that somebody would rehearse. */
const LIMIT_MS = 60 * 60_000

/** Runs the migration with nobody beside it, through the tracing proxy, and records what it did statement by statement. */
export async function runAlone({ examination, trial, address, twin }: AloneOptions): Promise<RunAlone> {
  const { migration, record, signal } = examination
  const { tables, before, lockTimeoutMs } = await readTables(address)
  const oids = [...tables.keys()]
  const statements: TracedStatement[] = []
  const transactions: TracedTransaction[] = []
  const troubles: string[] = []
  const counter = migration.source === 'sql' ? countWork(oids) : null
  let attempted: Attempted
  {
    await using proxy = await startTracing({
      server: address,
      onStatement: (statement) => void statements.push(statement),
      onTransaction: (transaction) => void transactions.push(transaction),
      onTrouble: (reason) => void troubles.push(reason),
    })
    attempted = await attempt({
      ...{ migration, address: proxy.address, signal, limitMs: LIMIT_MS, tries: 1, makeWay: async () => undefined },
      ...(counter === null ? {} : { attendant: counter }),
    })
    await proxy.settled()
  }
  attempted = withServersWord(attempted, { migration, statements })
  const atStart = migration.lockTimeoutMs ?? lockTimeoutMs
  statements.sort((one, other) => one.startedAt - other.startedAt)
  const replayed = twin === null || counter !== null ? null : await replay(statements, { twin, oids, atStart })
  if (replayed !== null && replayed.stoppedBy !== null) troubles.push(replayed.stoppedBy)
  const counted = counter?.counted() ?? replayed?.counted ?? []
  const readings = { trial, migration, tables, before, lockTimeoutMs: atStart }
  const { facts, script } = readTrace({ statements, transactions, counted }, readings)
  recordAll(record, facts)
  record({ kind: 'trial.ended', trial, ...attempted })
  const [first] = attempted.attempts
  return { ...attempted, script, tables, troubles, tookMs: first === undefined ? 0 : first.endedAt - first.startedAt }
}

/** A tool tells of an error in words of its own, or in none; the server's were heard. */
function withServersWord(
  attempted: Attempted,
  { migration, statements }: { readonly migration: Migration; readonly statements: readonly TracedStatement[] },
): Attempted {
  const said = statements.findLast(({ error }) => error !== null)
  const [first] = attempted.attempts
  if (migration.source === 'sql' || !first?.error || !said?.error) return attempted
  const error = { ...said.error, place: migration.places(said.sql) }
  return { outcome: outcomeOf(error.sqlstate), attempts: [{ ...first, error }] }
}
