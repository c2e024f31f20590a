import { parseStatements } from './parse.ts'
import { readPsql } from './psql.ts'

export interface Statement {
  /** Without what stands before it, and without the semicolon. */
  readonly text: string
  /** Line of its first word, counted from 1. */
  readonly line: number
  /** Kind in PostgreSQL's parse tree, such as `AlterTableStmt`; empty where the parser refused the file. */
  readonly kind: string
  /** PostgreSQL refuses it inside a transaction block. */
  readonly refusesTransaction: boolean
  /** BEGIN, COMMIT, ROLLBACK and their like; not savepoints, which live inside a transaction. */
  readonly controlsTransaction: boolean
  /** The index that it builds CONCURRENTLY, whose half an attempt that fails leaves behind; null otherwise. */
  readonly builds: IndexName | null
  /** What a file for psql has below its COPY … FROM stdin; null for any other statement. */
  readonly rows: string | null
}

export interface IndexName {
  /** null where the search path decides. */
  readonly schema: string | null
  readonly name: string
}

const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/

/**
 * Cuts a file into statements by PostgreSQL's own grammar, once what psql keeps for itself is out of it. A file which
 * the parser refuses stays whole: the server shall say what is wrong with it.
 */
export function splitStatements(text: string): readonly Statement[] {
  const { sql, rows } = readPsql(text)
  const parsed = parseStatements(sql)
  if (parsed === null) {
    const alone = { refusesTransaction: false, controlsTransaction: false, builds: null, rows: null }
    return [{ text: sql, line: 1, kind: '', ...alone }]
  }
  const copied = rows.values()
  const bytes = Buffer.from(sql, 'utf8')
  return parsed.map(({ kind, node, from, length }) => {
    const whole = bytes.toString('utf8', from, length === 0 ? bytes.length : from + length)
    const skipped = LEADING.exec(whole)?.[0] ?? ''
    const before = bytes.toString('utf8', 0, from) + skipped
    return {
      text: whole.slice(skipped.length).replace(/[\s;]+$/, ''),
      line: before.split('\n').length,
      kind,
      refusesTransaction: refusesTransaction(kind, node),
      controlsTransaction: kind === 'TransactionStmt' && !/SAVEPOINT|RELEASE|ROLLBACK_TO/.test(String(node.kind)),
      builds: buildsConcurrently(kind, node),
      rows: copiesIn(kind, node) ? (copied.next().value ?? '') : null,
    }
  })
}

/** https://www.postgresql.org/docs/current/sql-commands.html: those that "cannot be executed inside a transaction block". */
const ALWAYS_ALONE: ReadonlySet<string> = new Set([
  'CreatedbStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'AlterSystemStmt',
  'CreateSubscriptionStmt',
  'DropSubscriptionStmt',
])

/** Whether PostgreSQL refuses a statement inside a transaction block, or lets it commit only outside of one. */
export function refusesTransaction(kind: string, node: Readonly<Record<string, unknown>>): boolean {
  if (ALWAYS_ALONE.has(kind)) return true
  // A procedure may commit, and only where no block is open; so may a DO, and then its body says so.
  if (kind === 'CallStmt') return true
  if (kind === 'DoStmt') return /\b(commit|rollback)\b/i.test(JSON.stringify(node.args ?? []))
  if (kind === 'ClusterStmt') return node.relation === undefined
  if (kind === 'VacuumStmt') return node.is_vacuumcmd === true
  if (kind === 'ReindexStmt') return hasOption(node.params, 'concurrently') || wholeReindex(node.kind)
  if (kind === 'AlterTableStmt') return JSON.stringify(node.cmds ?? []).includes('"concurrent":true')
  // A view may be refreshed concurrently in a block.
  return node.concurrent === true && kind !== 'RefreshMatViewStmt'
}

/** From the client, that is: a file or a program of the server's is the server's to read. */
function copiesIn(kind: string, { is_from, filename }: Readonly<Record<string, unknown>>): boolean {
  return kind === 'CopyStmt' && is_from === true && filename === undefined
}

function buildsConcurrently(kind: string, node: Readonly<Record<string, unknown>>): IndexName | null {
  if (kind !== 'IndexStmt' || node.concurrent !== true || typeof node.idxname !== 'string') return null
  const { schemaname } = (node.relation ?? {}) as { readonly schemaname?: string }
  return { schema: schemaname ?? null, name: node.idxname }
}

function hasOption(params: unknown, name: string): boolean {
  return JSON.stringify(params ?? []).includes(`"defname":"${name}"`)
}

function wholeReindex(kind: unknown): boolean {
  return ['REINDEX_OBJECT_SCHEMA', 'REINDEX_OBJECT_SYSTEM', 'REINDEX_OBJECT_DATABASE'].includes(String(kind))
}
