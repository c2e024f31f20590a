const LONGEST = 300

/**
 * Comments, strings in all spellings, dollar quotes, names, and numbers that are not part of one. What is begun and not
 * ended reaches to the end. A backslash escapes in E'' alone, for standard_conforming_strings is on.
 */
const TOKENS = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`\/\*(?:\/\*[\s\S]*?(?:\*\/|$)|(?!\*\/)[\s\S])*(?:\*\/|$)`,
    String.raw`[eE]'[^'\\]*(?:(?:''|\\[\s\S])[^'\\]*)*(?:'|\\?$)`,
    `(?:[bBxXnN]|[uU]&)?'[^']*(?:''[^']*)*(?:'|$)`,
    `"(?:[^"]|"")*"`,
    String.raw`\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?(?:\$\1\$|$)`,
    String.raw`\$\d+`,
    String.raw`[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*`,
    String.raw`\d[\w.]*(?:(?<=\d[eE])[+-]\d+)?`,
  ].join('|'),
  'g',
)

/** The rows of a COPY, up to the line that ends them, which programs that send no SQL of their own may hold. */
const COPIED_ROWS = /(?<=\bfrom\s+stdin\b[^;]*);[^\S\n]*\n[\s\S]*?(?:^\\\.[^\S\n]*$|(?![\s\S]))/gim

/** Where a literal stood, by its number among all: the sign is one of those that Unicode leaves to private use. */
const MARK = /\uE000(\d+)\uE000/g
/** A statement, alone or among others, whose literal is no secret and what a reader looks for. */
const SETS_TIMEOUT = /((?:^|;) ?set (?:local |session )?\w+_timeout(?: ?= ?| to ))\uE000(\d+)\uE000(?= ?(?:;|$))/gi

/**
 * Statements as they may be shown: literals become `?`, comments and a last semicolon go, white space is folded, and
 * what is longer than 300 characters is cut. Names, placeholders and the value of a timeout stay.
 */
export function maskLiterals(sql: string): string {
  const literals: string[] = []
  const withoutRows = sql.replaceAll('\uE000', '').replace(COPIED_ROWS, "; ''\n")
  const masked = withoutRows.replace(TOKENS, (token) => {
    if (token.startsWith('--') || token.startsWith('/*')) return ' '
    if (/^\$\d+$/.test(token) || token.startsWith('"')) return token
    if (/^(?:[a-zA-Z&]{0,2})?'/.test(token) || token.startsWith('$') || /^\d/.test(token))
      return `\uE000${literals.push(token) - 1}\uE000`
    return token
  })
  const folded = masked
    .replace(/\s+/g, ' ')
    .replace(/[\s;]+$/, '')
    .trim()
    .replace(SETS_TIMEOUT, (_, before: string, number: string) => `${before}${literals[Number(number)]}`)
    .replace(MARK, '?')
  return folded.length <= LONGEST ? folded : `${folded.slice(0, LONGEST - 1)}…`
}
