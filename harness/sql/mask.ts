const LONGEST = 300

/** Strings in all spellings, dollar quotes, comments, and numbers that are not part of a name. */
const TOKENS =
  /--[^\n]*|\/\*[\s\S]*?\*\/|(?:[eE]|[bB]|[xX]|[uU]&)?'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|\$\d+|[A-Za-z_][\w$]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

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
  const masked = sql.replaceAll('\uE000', '').replace(TOKENS, (token) => {
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
