const LONGEST = 300

/** Strings in all spellings, dollar quotes, comments, and numbers that are not part of a name. */
const TOKENS =
  /--[^\n]*|\/\*[\s\S]*?\*\/|(?:[eE]|[bB]|[xX]|[uU]&)?'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|\$\d+|[A-Za-z_][\w$]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Whose only literal is no secret, and what a reader looks for. */
const SETS_TIMEOUT = /^set (?:local |session )?\w+_timeout (?:=|to) \?$/i

/**
 * A statement as it may be shown: literals become `?`, comments and a last semicolon go, white space is folded, and
 * what is longer than 300 characters is cut. Names, placeholders and the value of a timeout stay.
 */
export function maskLiterals(sql: string): string {
  const literals: string[] = []
  const masked = sql.replace(TOKENS, (token) => {
    if (token.startsWith('--') || token.startsWith('/*')) return ' '
    if (/^\$\d+$/.test(token) || token.startsWith('"')) return token
    if (/^(?:[a-zA-Z&]{0,2})?'/.test(token) || token.startsWith('$') || /^\d/.test(token)) {
      literals.push(token)
      return '?'
    }
    return token
  })
  const bare = masked
    .replace(/\s+/g, ' ')
    .replace(/[\s;]+$/, '')
    .trim()
  const folded = SETS_TIMEOUT.test(bare) ? bare.replace('?', () => literals[0] ?? '?') : bare
  return folded.length <= LONGEST ? folded : `${folded.slice(0, LONGEST - 1)}…`
}
