import { hasLongNames } from '../../sql/names.ts'
import { readTraits, type StatementTraits } from '../../sql/traits.ts'

/** One statement on its way through the extended protocol. */
export interface Part {
  readonly bytes: Buffer
  readonly sql: string
  readonly traits: StatementTraits
  /** Characters of the client's string before it: positions in errors count from there. */
  readonly before: number
}

/** How a simple Query goes to the server. */
export type Route =
  | { readonly kind: 'parts'; readonly parts: readonly Part[] }
  /** As it came, with the reason. */
  | {
      readonly kind: 'whole'
      readonly sql: string
      readonly traits: StatementTraits | null
      readonly because: string | null
    }

/** What is known of the session that the text was sent to. */
export interface Circumstances {
  /** As ReadyForQuery said last. */
  readonly status: string
  /** As ParameterStatus said. */
  readonly encoding: string
  readonly standardStrings: boolean
  readonly serverVersion: string
  /** A user's function asks for the text of the query. */
  readonly asksForText: boolean
  readonly hasRules: boolean
  /** A binary cursor was declared: the simple protocol would FETCH binary rows from it. */
  readonly binaryCursors: boolean
  /** The client wants to hear what the server's log hears, the protocol's own steps among it. */
  readonly verbose: boolean
}

/** A parse tree is some twenty times the size of its text. */
const LONGEST_BYTES = 4 * 1024 * 1024

/** Decides, of a text without its final zero, whether it can be traced statement by statement and stay what it is. */
export function routeQuery(bytes: Buffer, circumstances: Circumstances): Route {
  const sql = bytes.toString('utf8')
  const whole = (because: string | null, traits: StatementTraits | null = null): Route => ({
    kind: 'whole',
    sql,
    traits,
    because,
  })
  if (bytes.length > LONGEST_BYTES) return whole('the text is longer than 4 MiB')
  // U+FFFD stands for bytes that were no UTF-8; any encoding of PostgreSQL's has ASCII where this one has.
  if (sql.includes('\uFFFD') || (circumstances.encoding !== 'UTF8' && bytes.length !== sql.length))
    return whole('the text is not in UTF-8')
  if (!circumstances.standardStrings) return whole('standard_conforming_strings is off')
  const statements = readTraits(sql)
  if (statements === null) return whole("PostgreSQL's parser refuses the text")
  const [only] = statements
  if (only === undefined) return whole(null)
  if (statements.length === 1) {
    const because = circumstances.status === 'E' ? null : reasonAgainst(only, sql, circumstances)
    if (because !== null || circumstances.status === 'E') return whole(because, only)
    return { kind: 'parts', parts: [{ bytes, sql, traits: only, before: 0 }] }
  }
  const because = reasonAgainstString(statements, sql, circumstances)
  return because === null ? { kind: 'parts', parts: cut(bytes, statements) } : whole(because)
}

const ROWS_BY_RULE: ReadonlySet<string> = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'])

/** Why a statement would not do the same, or not answer the same, in the extended protocol. */
function reasonAgainst({ kind, hasParameters }: StatementTraits, sql: string, known: Circumstances): string | null {
  if (kind === 'CopyStmt') return 'COPY is passed through as it is'
  if (hasParameters) return 'the text names parameters that only the extended protocol has'
  if (known.verbose) return 'the client reads what the server logs of the protocol'
  if (ROWS_BY_RULE.has(kind) && (known.hasRules || /\bpg_settings\b/i.test(sql)))
    return 'a rule may answer with rows, which the extended protocol drops'
  if (kind === 'FetchStmt' && known.binaryCursors) return 'a binary cursor may answer in binary'
  // now() equals statement_timestamp() in the simple protocol only; an unnamed portal is listed in the other only.
  if (/statement_timestamp|pg_cursor/i.test(sql)) return 'the statement can see by which protocol it came'
  return null
}

/** These keep the text of the whole string, where their views show it. */
const KEEPS_TEXT: ReadonlySet<string> = new Set(['PrepareStmt', 'DeclareCursorStmt'])

const SEES_TEXT = /current_query|pg_stat_activity|pg_stat_get_activity|pg_prepared_statement/i

/** The whole string is read by the settings that held when it came; a pipeline reads each statement by its own. */
const CHANGES_READING =
  /standard_conforming_strings|client_encoding|backslash_quote|escape_string_warning|\bset\s+names\b|\bdiscard\s+all\b|\breset\s+all\b/i

/** What dumps say at their beginning, and what changes nothing here: the strings are standard and the encoding is UTF-8. */
const CHANGES_NOTHING =
  /\bset\s+(?:standard_conforming_strings\s*(?:=|to)\s*'?on'?|client_encoding\s*(?:=|to)\s*'utf-?8')\s*;/gi

function reasonAgainstString(statements: readonly StatementTraits[], sql: string, known: Circumstances): string | null {
  for (const traits of statements) {
    const because = reasonAgainst(traits, sql, known)
    if (because !== null) return because
    if (refusesString(traits)) return 'a statement of the string refuses transaction blocks'
    if (KEEPS_TEXT.has(traits.kind)) return 'a statement of the string keeps the text of the whole'
  }
  if (known.asksForText || SEES_TEXT.test(sql)) return 'a function may ask for the text of the whole string'
  if (CHANGES_READING.test(known.encoding === 'UTF8' ? sql.replace(CHANGES_NOTHING, '') : sql))
    return 'the string changes how PostgreSQL reads text'
  // Such a name is cut with a notice, for all statements of a string at once before the first of them runs.
  if (hasLongNames(sql)) return 'a name is longer than PostgreSQL keeps'
  if (known.status === 'E' && statements[0]?.transaction === null) return 'the transaction had failed already'
  return reasonAgainstPipeline(statements, known)
}

/** Some of their forms do, which only the server can tell: for a partitioned table, or a tablespace. */
const MAY_REFUSE: ReadonlySet<string> = new Set([
  'ReindexStmt',
  'ClusterStmt',
  'AlterDatabaseStmt',
  'AlterSubscriptionStmt',
])

/** CALL and DO run in a string as in any block: only a COMMIT in them would fail, and it does so in both protocols. */
function refusesString({ kind, refusesTransaction }: StatementTraits): boolean {
  if (MAY_REFUSE.has(kind)) return true
  return refusesTransaction && kind !== 'CallStmt' && kind !== 'DoStmt'
}

/** A pipeline's second statement on is in an implicit block, as all of a string's are, since this version. */
const PIPELINES_ARE_BLOCKS = 18
/** Since this one it is at least known for no transaction of its own, which ANALYZE asks. */
const PIPELINES_ARE_KNOWN = 16

/** Older servers tell a pipeline from a string by what is allowed in a block only, such as LOCK TABLE. */
function reasonAgainstPipeline(statements: readonly StatementTraits[], known: Circumstances): string | null {
  const major = Number.parseInt(known.serverVersion, 10)
  if (major >= PIPELINES_ARE_BLOCKS) return null
  const because = `to PostgreSQL ${major} a string is a block, which a pipeline is not`
  let explicit = known.status !== 'I'
  for (const { transaction, outsideBlock } of statements) {
    if (!explicit && (outsideBlock === 'differs' || !(major >= PIPELINES_ARE_KNOWN))) return because
    if (transaction === 'begins') explicit = true
    if (transaction === 'ends') explicit = false
  }
  return null
}

const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/

function cut(bytes: Buffer, statements: readonly StatementTraits[]): readonly Part[] {
  let counted = 0
  let before = 0
  return statements.map((traits) => {
    const { from, length } = traits
    before += charactersOf(bytes.toString('utf8', counted, from))
    counted = from
    const part = bytes.subarray(from, length === 0 ? bytes.length : from + length)
    const sql = part
      .toString('utf8')
      .replace(LEADING, '')
      .replace(/[\s;]+$/, '')
    return { bytes: part, sql, traits, before }
  })
}

/** As PostgreSQL counts: code points, of which some are two units of JavaScript's. */
function charactersOf(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
