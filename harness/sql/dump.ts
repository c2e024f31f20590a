/** A piece of a file as psql reads it. */
export type DumpPart =
  | { readonly kind: 'statement'; readonly text: string; readonly line: number }
  /** COPY … FROM stdin with its rows, which must be read before the next part is asked for. */
  | { readonly kind: 'copy'; readonly text: string; readonly line: number; readonly rows: AsyncIterable<string> }
  /** One of psql's own commands, such as `\connect shop`. */
  | { readonly kind: 'psql'; readonly text: string; readonly line: number }

type Inside = null | "'" | 'E' | '"' | { readonly tag: string } | { readonly depth: number }

/** What ends, opens or hides something; words too, since a quote or a dollar inside one means something else. */
const TOKEN = /--.*|\/\*|'|"|\$(?:[A-Za-z_]\w*)?\$|[;()]|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*/g
const BATCH_CHARACTERS = 64 * 1024

/**
 * Cuts lines into parts without holding more of them than one statement: a dump may be larger than memory, and
 * PostgreSQL's parser knows no COPY data. https://www.postgresql.org/docs/current/app-psql.html
 */
export async function* dumpParts(lines: AsyncIterable<string>): AsyncGenerator<DumpPart> {
  const source = countLines(lines)
  const lexer = new Lexer()
  for (let line = await source.next(); line !== null; line = await source.next()) {
    if (line.trimStart().startsWith('\\') && lexer.idle) {
      lexer.forget()
      yield { kind: 'psql', text: line.trim(), line: source.number }
      continue
    }
    for (const statement of lexer.feed(line, source.number)) {
      if (!/^copy\b[\s\S]*\bfrom\s+stdin\b/i.test(statement.text)) yield { kind: 'statement', ...statement }
      else {
        const rows = rowsOf(source)
        yield { kind: 'copy', ...statement, rows }
        for await (const _unread of rows);
      }
    }
  }
  const rest = lexer.end()
  if (rest !== null) yield { kind: 'statement', ...rest }
}

interface Lines {
  readonly number: number
  next(): Promise<string | null>
}

function countLines(lines: AsyncIterable<string>): Lines {
  const iterator = lines[Symbol.asyncIterator]()
  let number = 0
  return {
    get number() {
      return number
    },
    async next() {
      const { done, value } = await iterator.next()
      if (done === true) return null
      number++
      return value
    },
  }
}

/** Lines up to the one that is `\.` alone, some 64 kB at a time. */
async function* rowsOf(source: Lines): AsyncGenerator<string> {
  let batch = ''
  for (let line = await source.next(); line !== null && line !== '\\.'; line = await source.next()) {
    batch += `${line}\n`
    if (batch.length < BATCH_CHARACTERS) continue
    yield batch
    batch = ''
  }
  if (batch !== '') yield batch
}

interface Cut {
  readonly text: string
  readonly line: number
}

class Lexer {
  #text = ''
  #line = 0
  #inside: Inside = null
  #parentheses = 0
  /** Of BEGIN ATOMIC … END, where semicolons end nothing. */
  #blocks = 0
  #word = ''

  /** Between two statements. */
  get idle(): boolean {
    return this.#inside === null && withoutLeadingComments(this.#text).trim() === ''
  }

  /** Comments that stand before something which is no statement. */
  forget(): void {
    this.#text = ''
  }

  *feed(line: string, number: number): Generator<Cut> {
    let from = 0
    for (let at = 0; at < line.length; ) {
      if (this.#inside !== null) {
        at = this.#skip(line, at)
        continue
      }
      TOKEN.lastIndex = at
      const token = TOKEN.exec(line)
      if (token === null) break
      at = TOKEN.lastIndex
      if (!this.#meet(token[0], line[at] ?? '')) continue
      this.#keep(line.slice(from, at), number)
      from = at
      yield* this.#cut()
    }
    this.#keep(line.slice(from), number)
    this.#text += '\n'
  }

  end(): Cut | null {
    return [...this.#cut()][0] ?? null
  }

  #keep(text: string, number: number): void {
    if (this.#text.trim() === '' && text.trim() !== '') {
      this.#text = ''
      this.#line = number
    }
    this.#text += text
  }

  *#cut(): Generator<Cut> {
    const text = withoutLeadingComments(this.#text)
    const skipped = this.#text.slice(0, this.#text.length - text.length).split('\n').length - 1
    if (text.replace(/[\s;]/g, '') !== '') yield { text: text.trimEnd(), line: this.#line + skipped }
    this.#text = ''
    this.#parentheses = 0
    this.#blocks = 0
  }

  /** Whether the statement ends with this token. */
  #meet(token: string, next: string): boolean {
    if (token === ';') return this.#parentheses <= 0 && this.#blocks === 0
    if (token === '(') this.#parentheses++
    else if (token === ')') this.#parentheses--
    else if (token === "'" || token === '"') this.#inside = token === "'" && /^e$/i.test(this.#word) ? 'E' : token
    else if (token === '/*') this.#inside = { depth: 1 }
    else if (token.startsWith('$')) this.#inside = { tag: token }
    else if (!token.startsWith('--')) this.#meetWord(token.toUpperCase())
    // E'…' is one word with its quote; E '…' is not.
    this.#word = next === "'" || /^\w/.test(token) ? token : ''
    return false
  }

  #meetWord(word: string): void {
    if (word === 'ATOMIC' && this.#word.toUpperCase() === 'BEGIN') this.#blocks = 1
    else if (word === 'CASE' && this.#blocks > 0) this.#blocks++
    else if (word === 'END' && this.#blocks > 0) this.#blocks--
  }

  /** Where to go on after what is inside of quotes or a comment; the line's end where it does not end here. */
  #skip(line: string, at: number): number {
    const inside = this.#inside
    if (inside !== null && typeof inside === 'object' && 'depth' in inside)
      return this.#skipComment(line, at, inside.depth)
    const end = inside === 'E' ? endOfEscapeString(line, at) : endOf(line, at, endingOf(inside))
    if (end === null) return line.length
    this.#inside = null
    return end
  }

  #skipComment(line: string, at: number, depth: number): number {
    const mark = /\/\*|\*\//g
    mark.lastIndex = at
    const found = mark.exec(line)
    if (found === null) return line.length
    const now = found[0] === '/*' ? depth + 1 : depth - 1
    this.#inside = now === 0 ? null : { depth: now }
    return mark.lastIndex
  }
}

function endingOf(inside: Inside): string {
  return typeof inside === 'object' && inside !== null && 'tag' in inside ? inside.tag : String(inside)
}

function endOf(line: string, at: number, ending: string): number | null {
  const found = line.indexOf(ending, at)
  return found < 0 ? null : found + ending.length
}

function endOfEscapeString(line: string, at: number): number | null {
  const found = /^(?:[^'\\]|\\.?)*'/.exec(line.slice(at))
  return found === null ? null : at + found[0].length
}

const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/

function withoutLeadingComments(text: string): string {
  return text.replace(LEADING, '')
}
