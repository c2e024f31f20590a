import { doCommand, type Variables } from './psql-commands.ts'

/** A place in a file that only psql itself understands. */
export interface Undone {
  /** `\gexec`, `:'schema'`. */
  readonly text: string
  /** Counted from 1. */
  readonly line: number
}

/** A text written for psql, taken apart. https://www.postgresql.org/docs/current/app-psql.html */
export interface PsqlText {
  /** What the server gets, on the lines where it stood: rows and psql's own commands are blank, variables have values. */
  readonly sql: string
  /** The rows of each COPY … FROM stdin, in order, with their line breaks and without the final `\.`. */
  readonly rows: readonly string[]
  /** The first command that cannot be done for psql; null where there is none. */
  readonly command: Undone | null
  /** The first variable that the text does not set: a colon may be SQL's own as well, which its parser knows. */
  readonly unset: Undone | null
}

const TOKEN = new RegExp(
  [
    '(?<comment>--[^\\n]*)',
    '(?<block>/\\*)',
    `(?<quoted>\\b[eE]'(?:[^'\\\\]|\\\\[\\s\\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\\$(?<tag>(?:[A-Za-z_]\\w*)?)\\$[\\s\\S]*?\\$\\k<tag>\\$)`,
    '(?<command>\\\\[^\\n]*)',
    '(?<cast>::|:=)',
    `(?<variable>:(?:'\\w+'|"\\w+"|[A-Za-z_]\\w*))`,
    '(?<word>[\\w\\u0080-\\uffff][\\w$\\u0080-\\uffff]*)',
    `(?<plain>[^-/'"$\\\\:;()\\n\\w\\u0080-\\uffff]+)`,
    '(?<other>[\\s\\S])',
  ].join('|'),
  'y',
)
const COPY_IN = /^\s*copy\b[\s\S]*\bfrom\s+stdin\b/i

/** Without any of these nothing in a text is psql's; most migrations are so, and need no second reading. */
const MAYBE_PSQLS = /\\|\bfrom\s+stdin\b|(?<!:):['"A-Z_]/i

/** Takes a text apart as psql would read it, without a server and without running anything. */
export function readPsql(text: string): PsqlText {
  if (!MAYBE_PSQLS.test(text)) return { sql: text, rows: [], command: null, unset: null }
  const reader = new Reader(text)
  while (reader.next());
  return reader.result()
}

class Reader {
  readonly #text: string
  readonly #sql: string[] = []
  readonly #rows: string[] = []
  readonly #variables: Variables = new Map()
  #at = 0
  #parentheses = 0
  /** COPYs of the line, whose rows begin on the next one. */
  #awaited = 0
  /** The statement so far, without comments. */
  #statement = ''
  #command: Undone | null = null
  #unset: Undone | null = null

  constructor(text: string) {
    this.#text = text
  }

  result(): PsqlText {
    // A COPY on the last line has no rows.
    while (this.#awaited-- > 0) this.#rows.push('')
    return { sql: this.#sql.join(''), rows: this.#rows, command: this.#command, unset: this.#unset }
  }

  next(): boolean {
    TOKEN.lastIndex = this.#at
    const { groups, 0: token = '' } = TOKEN.exec(this.#text) ?? {}
    if (groups === undefined) return false
    if (groups.block !== undefined) this.#keep(this.#blockComment(), '')
    else if (groups.comment !== undefined) this.#keep(token, '')
    else if (groups.command !== undefined) this.#meetCommand(token)
    else if (groups.variable !== undefined) this.#meetVariable(token)
    else this.#meet(token)
    return true
  }

  #meet(token: string): void {
    const line = token === '\n' && this.#awaited > 0
    if (token === '(') this.#parentheses++
    else if (token === ')') this.#parentheses--
    const ends = token === ';' && this.#parentheses <= 0
    if (ends && COPY_IN.test(this.#statement)) this.#awaited++
    this.#keep(token, token)
    if (ends) this.#statement = ''
    if (line) for (; this.#awaited > 0; this.#awaited--) this.#takeRows()
  }

  #takeRows(): void {
    const end = /^\\\.\r?$/m
    const rest = this.#text.slice(this.#at)
    const found = end.exec(rest)
    const rows = found === null ? rest : rest.slice(0, found.index)
    const taken = found === null ? rest.length : found.index + found[0].length
    this.#rows.push(rows)
    this.#sql.push(rest.slice(0, taken).replace(/[^\n]+/g, ''))
    this.#at += taken
  }

  #meetCommand(token: string): void {
    if (!doCommand(token.trim(), this.#variables)) this.#command ??= { text: token.trim(), line: this.#line() }
    this.#at += token.length
  }

  #meetVariable(token: string): void {
    const value = this.#variables.get(token.replace(/[:'"]/g, ''))
    if (value === undefined) {
      this.#unset ??= { text: token, line: this.#line() }
      this.#keep(token, token)
      return
    }
    const quote = /['"]/.exec(token)?.[0] ?? ''
    const put = quote === '' ? value : `${quote}${value.replaceAll(quote, quote + quote)}${quote}`
    this.#sql.push(put)
    this.#statement += put
    this.#at += token.length
  }

  /** PostgreSQL's comments nest. */
  #blockComment(): string {
    const mark = /\/\*|\*\//g
    mark.lastIndex = this.#at
    for (let depth = 0, found = mark.exec(this.#text); found !== null; found = mark.exec(this.#text)) {
      depth += found[0] === '/*' ? 1 : -1
      if (depth === 0) return this.#text.slice(this.#at, mark.lastIndex)
    }
    return this.#text.slice(this.#at)
  }

  #keep(token: string, code: string): void {
    this.#sql.push(token)
    this.#statement += code
    this.#at += token.length
  }

  #line(): number {
    return this.#text.slice(0, this.#at).split('\n').length
  }
}
