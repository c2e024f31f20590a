const LONGEST = 300

/** Strings in all spellings, dollar quotes, comments, and numbers that are not part of a name. */
const TOKENS =
  /--[^\n]*|\/\*[\s\S]*?\*\/|(?:[eE]|[bB]|[xX]|[uU]&)?'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|\$\d+|[A-Za-z_][\w$]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * A statement as it may be shown: literals become `?`, comments go, white space is folded, and what is longer than
 * 300 characters is cut. Names and placeholders stay.
 */
export function maskLiterals(sql: string): string {
  const masked = sql.replace(TOKENS, (token) => {
    if (token.startsWith('--') || token.startsWith('/*')) return ' '
    if (/^\$\d+$/.test(token) || token.startsWith('"')) return token
    if (/^(?:[a-zA-Z&]{0,2})?'/.test(token) || token.startsWith('$') || /^\d/.test(token)) return '?'
    return token
  })
  const folded = masked.replace(/\s+/g, ' ').trim()
  return folded.length <= LONGEST ? folded : `${folded.slice(0, LONGEST - 1)}…`
}
