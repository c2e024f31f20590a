import type { TracedStatement } from '../locks/proxy/trace.ts'
import type { Place } from '../model/facts-of-trials.ts'
import { maskLiterals } from '../sql/mask.ts'
import { type Node, nodeAs } from '../sql/node.ts'
import { parseStatements } from '../sql/parse.ts'
import { relationOf } from '../sql/relation.ts'
import { refusesTransaction } from '../sql/split.ts'
import type { Piece } from './piece.ts'

/** A statement of an uninterrupted run. */
export interface ScriptStatement {
  /** Among everything that was sent, from 0. */
  readonly position: number
  /** Among the migration's own, from 1; null for what our applier sends between the statements of a file. */
  readonly index: number | null
  readonly sql: string
  readonly masked: string
  readonly place: Place | null
  /** Of its session; those of two sessions differ. */
  readonly transaction: string
  /** Its transaction is over with it. */
  readonly last: boolean
  /** The server then waits for the client: nothing else came with it. */
  readonly heardAlone: boolean
  /** It, or what is committed with it, may leave something behind. */
  readonly writes: boolean
  /** It commits on its own while it runs: CREATE INDEX CONCURRENTLY, a DO block with COMMIT. */
  readonly inSteps: boolean
  /** The table that it locks without keeping writers out: it waits for one that is at work there. */
  readonly waitsAt: string | null
  readonly durationMs: number
}

export type Script = readonly ScriptStatement[]

interface Seen {
  /** In the order in which they began. */
  readonly statements: readonly TracedStatement[]
  /** Keys of those after which the server waited for the client. */
  readonly heardAlone: ReadonlySet<string>
}

export function keyOf({ connection, index }: { readonly connection: number; readonly index: number }): string {
  return `${connection}/${index}`
}

/** What an uninterrupted run did, as later runs are held against it. */
export function readScript({ statements, heardAlone }: Seen, piece: Pick<Piece, 'source' | 'places'>): Script {
  let own = 0
  const script = statements.map((traced, position) => {
    const place = piece.places(traced.sql)
    const isOwn = piece.source === 'command' || place !== null
    const transaction = `${traced.connection}/${traced.transaction}`
    const later = statements.slice(position + 1).some((other) => transactionOf(other) === transaction)
    return {
      ...{
        position,
        index: isOwn ? ++own : null,
        sql: traced.sql,
        masked: maskLiterals(traced.sql),
        place,
        transaction,
      },
      ...{ last: !later, heardAlone: heardAlone.has(keyOf(traced)), ...traitsOf(traced) },
      durationMs: traced.endedAt - traced.startedAt,
    }
  })
  return script.map((one) =>
    one.last ? { ...one, writes: script.some((o) => o.writes && sameTransaction(o, one)) } : one,
  )
}

function transactionOf({ connection, transaction }: TracedStatement): string {
  return `${connection}/${transaction}`
}

function sameTransaction(one: Pick<ScriptStatement, 'transaction'>, other: Pick<ScriptStatement, 'transaction'>) {
  return one.transaction === other.transaction
}

const READS: ReadonlySet<string> = new Set(['SelectStmt', 'VariableSetStmt', 'VariableShowStmt', 'TransactionStmt'])

type Traits = Pick<ScriptStatement, 'writes' | 'inSteps' | 'waitsAt'>

function traitsOf({ sql, locks }: TracedStatement): Traits {
  const [parsed, ...others] = parseStatements(sql) ?? []
  const inUse = locks.some(({ mode }) => mode !== 'AccessShareLock')
  if (parsed === undefined || others.length > 0) return { writes: true, inSteps: false, waitsAt: null }
  const { kind, node } = parsed
  // A function that is selected may write; then it locks more than a reader does.
  const writes = !READS.has(kind) || inUse
  if (!refusesTransaction(kind, node)) return { writes, inSteps: false, waitsAt: null }
  if (!/\bconcurrently\b/i.test(sql)) return { writes, inSteps: true, waitsAt: null }
  const table = locks.find(({ mode, relkind }) => mode === 'ShareUpdateExclusiveLock' && /[rpm]/.test(relkind))
  const index = nodeAs({ [kind]: node } as unknown as Node, 'IndexStmt')
  const waitsAt = table?.relation ?? relationOf(index?.relation)
  // DROP INDEX CONCURRENTLY IF EXISTS of an index that is not there does nothing at all.
  return { writes, inSteps: waitsAt !== null, waitsAt }
}

/** How many of the migration's own statements are committed once a statement has ended, or before it. */
export function committedBy(script: Script, position: number): number {
  return script.filter((one) => {
    if (one.index === null || one.position > position) return false
    const end = script.findLast((other) => sameTransaction(other, one))
    return end !== undefined && end.position <= position
  }).length
}
