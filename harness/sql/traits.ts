import { type ParsedStatement, parseStatements } from './parse.ts'
import { refusesTransaction } from './split.ts'

/** What decides how a statement may be sent to the server, and what it does to the transaction around it. */
export interface StatementTraits {
  /** Kind in PostgreSQL's parse tree, such as `AlterTableStmt`. */
  readonly kind: string
  /** Offsets in bytes of UTF-8; length 0 means up to the end. */
  readonly from: number
  readonly length: number
  /** Its columns are announced before it runs: a SELECT that writes nothing. */
  readonly streams: boolean
  /** PostgreSQL refuses it inside a transaction block, or it may commit on its own there. */
  readonly refusesTransaction: boolean
  readonly transaction: 'begins' | 'ends' | 'chains' | null
  /**
   * Outside a transaction block it only warns that this was of no use (`warns`), or it fails, commits or answers
   * otherwise than inside (`differs`).
   */
  readonly outsideBlock: 'warns' | 'differs' | null
  /** It names parameters (`$1`) where the two protocols understand them differently. */
  readonly hasParameters: boolean
  /** Whatever it does, it leaves no lock behind: BEGIN, SET and SHOW. */
  readonly locksNothing: boolean
}

/** null where PostgreSQL's parser refuses the text. */
export function readTraits(text: string): readonly StatementTraits[] | null {
  if (text.trim() === '') return []
  return parseStatements(text)?.map(traitsOf) ?? null
}

function traitsOf({ kind, node, from, length }: ParsedStatement): StatementTraits {
  return {
    kind,
    from,
    length,
    streams: kind === 'SelectStmt' && node.intoClause === undefined && !writes(node.withClause),
    refusesTransaction: refusesTransaction(kind, node),
    transaction: kind === 'TransactionStmt' ? boundary(node) : null,
    outsideBlock: outsideBlock(kind, node),
    hasParameters: ANALYSED.has(kind) && JSON.stringify(node).includes('"ParamRef"'),
    locksNothing: kind === 'TransactionStmt' ? boundary(node) === 'begins' : /^Variable(Set|Show)Stmt$/.test(kind),
  }
}

/** Other statements look at parameters only while they run, and then both protocols have none. */
const ANALYSED: ReadonlySet<string> = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'ExplainStmt',
  'DeclareCursorStmt',
  'CreateTableAsStmt',
  'CallStmt',
  'ReturnStmt',
  'PLAssignStmt',
])

const DIFFER: ReadonlySet<string> = new Set(['LockStmt', 'CallStmt', 'DeclareCursorStmt'])

function outsideBlock(kind: string, node: Readonly<Record<string, unknown>>): StatementTraits['outsideBlock'] {
  if (kind === 'TransactionStmt') return boundary(node) === 'begins' ? null : 'differs'
  if (kind === 'ConstraintsSetStmt') return 'warns'
  // SET LOCAL, and SET TRANSACTION in both of its forms.
  if (kind === 'VariableSetStmt')
    return node.is_local === true || /^TRANSACTION/.test(String(node.name)) ? 'warns' : null
  if (kind === 'DoStmt') return /\b(?:commit|rollback|call)\b/i.test(JSON.stringify(node.args ?? [])) ? 'differs' : null
  return DIFFER.has(kind) ? 'differs' : null
}

function writes(withClause: unknown): boolean {
  return withClause !== undefined && /"(?:Insert|Update|Delete|Merge)Stmt"/.test(JSON.stringify(withClause))
}

function boundary(node: Readonly<Record<string, unknown>>): StatementTraits['transaction'] {
  const kind = String(node.kind)
  if (/^TRANS_STMT_(BEGIN|START)$/.test(kind)) return 'begins'
  if (/^TRANS_STMT_(COMMIT|ROLLBACK)$/.test(kind)) return node.chain === true ? 'chains' : 'ends'
  return kind === 'TRANS_STMT_PREPARE' ? 'ends' : null
}
