import { parsePlPgSQLSync } from 'libpg-query'
import { constantText, type Node, nodeAs, nodesAs, wordsOf } from './node.ts'
import { parseStatements } from './parse.ts'
import { relationNamed } from './relation.ts'

/** A statement inside the body of a function or a DO block. */
export interface BodyStatement {
  readonly tree: Node
  /** Counted from 0, from the line that the whole statement begins at. */
  readonly line: number
  /** EXECUTE runs it: a name that is not written down there is `?`. */
  readonly dynamic: boolean
}

/** What stands for a part of a dynamic statement that is known only when it runs. */
export const UNKNOWN = '?'

/**
 * The statements in the body of a DO block or a CREATE FUNCTION, as its language reads them. Whatever cannot be
 * parsed is left out: a body is looked into, not guessed at.
 */
export function bodyStatements(text: string, tree: Node): readonly BodyStatement[] {
  const body = bodyOf(tree)
  if (body === null) return []
  const before = Math.max(0, text.indexOf(body.text))
  const first = text.slice(0, before).split('\n').length - 1
  if (body.language === 'sql') return parsed(body.text, first, false)
  if (body.language !== 'plpgsql') return []
  return pieces(text, body.text).flatMap(({ sql, line, dynamic }) => {
    const known = dynamic ? folded(sql) : sql
    // plpgsql counts lines of the body from 1.
    return known === null ? [] : parsed(known, first + line - 1, dynamic)
  })
}

function bodyOf(tree: Node): { readonly text: string; readonly language: string } | null {
  const options = nodeAs(tree, 'DoStmt')?.args ?? nodeAs(tree, 'CreateFunctionStmt')?.options
  const named = new Map(nodesAs(options, 'DefElem').map(({ defname = '', arg }) => [defname, arg]))
  const as = named.get('as')
  const text = nodeAs(as, 'String')?.sval ?? wordsOf(nodeAs(as, 'List')?.items)[0]
  const language = (nodeAs(named.get('language'), 'String')?.sval ?? 'plpgsql').toLowerCase()
  return text === undefined ? null : { text, language }
}

function parsed(sql: string, line: number, dynamic: boolean): readonly BodyStatement[] {
  const bytes = Buffer.from(sql, 'utf8')
  return (parseStatements(sql) ?? []).map(({ kind, node, from }) => {
    const leading = /^\s*/.exec(bytes.toString('utf8', from))?.[0] ?? ''
    const above = bytes.toString('utf8', 0, from) + leading
    return { tree: { [kind]: node } as unknown as Node, line: line + above.split('\n').length - 1, dynamic }
  })
}

interface Piece {
  readonly sql: string
  readonly line: number
  readonly dynamic: boolean
}

function pieces(text: string, body: string): readonly Piece[] {
  try {
    return walked(parsePlPgSQLSync(text), 1)
  } catch {
    return written(body)
  }
}

/** Statements of plpgsql whose SQL runs for what it does; conditions and assignments run it too, for its value. */
function walked(tree: unknown, line: number): readonly Piece[] {
  if (Array.isArray(tree)) return tree.flatMap((one) => walked(one, line))
  if (tree === null || typeof tree !== 'object') return []
  return Object.entries(tree).flatMap(([key, inside]): readonly Piece[] => {
    const at = lineOf(inside) ?? line
    if (key === 'PLpgSQL_expr') {
      const { query, parseMode } = inside as { readonly query?: string; readonly parseMode?: number }
      return query === undefined ? [] : [{ sql: statementOf(query, parseMode ?? 0), line, dynamic: false }]
    }
    if (key === 'PLpgSQL_stmt_dynexecute' || key === 'PLpgSQL_stmt_dynfors') {
      const { query, ...rest } = inside as { readonly query?: { readonly PLpgSQL_expr?: { readonly query?: string } } }
      return [{ sql: query?.PLpgSQL_expr?.query ?? '', line: at, dynamic: true }, ...walked(rest, at)]
    }
    return walked(inside, at)
  })
}

function lineOf(node: unknown): number | null {
  if (node === null || typeof node !== 'object' || !('lineno' in node)) return null
  return typeof node.lineno === 'number' ? node.lineno : null
}

/** plpgsql keeps an expression without its SELECT, and an assignment with its target. */
function statementOf(query: string, mode: number): string {
  if (mode === 0) return query
  return mode === 2 ? `SELECT ${query}` : `SELECT ${query.replace(/^\s*[\w."[\]]+\s*:?=\s*/, '')}`
}

const LOOP = /\bin\s+(select\b[^;]*?)\s+loop\b/gi
const WRITTEN =
  /(?:^|;|\b(?:begin|then|else|loop)\b)\s*((?:execute|perform|alter|create|drop|lock|truncate|update|delete|insert|call|cluster|reindex|refresh)\b[^;]*)/gi

/** Where plpgsql's own parser gives up (a type it would have to look up), statements are found by how they begin. */
function written(commented: string): readonly Piece[] {
  const body = commented.replace(/--[^\n]*/g, (comment) => ' '.repeat(comment.length))
  return [...body.matchAll(LOOP), ...body.matchAll(WRITTEN)].map((found) => {
    const [whole, sql = ''] = found
    const line = body.slice(0, found.index + whole.indexOf(sql)).split('\n').length
    const dynamic = /^execute\b/i.test(sql)
    if (dynamic) return { sql: sql.replace(/^execute\s+/i, '').replace(/\s+using\s[\s\S]*$/i, ''), line, dynamic }
    return { sql: sql.replace(/^perform\b/i, 'SELECT'), line, dynamic }
  })
}

/** The text that an expression of EXECUTE comes to, as far as it is written down. */
function folded(expression: string): string | null {
  const [select] = parseStatements(`SELECT ${expression}`) ?? []
  const target =
    select === undefined ? null : nodesAs((select.node as { targetList?: Node[] }).targetList, 'ResTarget')[0]
  const text = target?.val === undefined ? null : textOf(target.val)
  return text === null || /^\?*$/.test(text) ? null : text.replaceAll(UNKNOWN, '"?"').replaceAll('""?""', '"?"')
}

function textOf(node: Node): string {
  const constant = constantText(node)
  if (constant !== null) return constant
  const expression = nodeAs(node, 'A_Expr')
  if (expression?.lexpr !== undefined && expression.rexpr !== undefined && wordsOf(expression.name)[0] === '||') {
    return textOf(expression.lexpr) + textOf(expression.rexpr)
  }
  const call = nodeAs(node, 'FuncCall')
  const name = wordsOf(call?.funcname).at(-1)
  const args = (call?.args ?? []).map(textOf)
  if (name === 'quote_ident' && args[0] !== undefined && args[0] !== UNKNOWN) return relationNamed([args[0]])
  if (name === 'format') return formatted(args)
  return UNKNOWN
}

/** https://www.postgresql.org/docs/current/functions-string.html#FUNCTIONS-STRING-FORMAT */
function formatted([pattern = '', ...values]: readonly string[]): string {
  let next = 0
  return pattern.replace(/%(?:(\d+)\$)?(?:-?\d+)?([sIL%])/g, (_, at: string | undefined, kind: string) => {
    if (kind === '%') return '%'
    const value = values[at === undefined ? next++ : Number(at) - 1] ?? UNKNOWN
    if (value === UNKNOWN) return UNKNOWN
    if (kind === 'L') return `'${value.replaceAll("'", "''")}'`
    return kind === 'I' ? relationNamed([value]) : value
  })
}
