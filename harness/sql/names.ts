import { scanSync } from 'libpg-query'

/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html: NAMEDATALEN less its final zero. */
const LONGEST_BYTES = 63

/** Anything that could be such a name, before the scanner is asked; literals and comments match as well. */
const SUSPECT = /[\w$\u0080-\u{10FFFF}]{16,}|"[^"]{16,}"/gu

/** Whether a name in the text is longer than PostgreSQL keeps, which it says in a notice when it reads the text. */
export function hasLongNames(text: string): boolean {
  if (!text.match(SUSPECT)?.some((name) => Buffer.byteLength(name) > LONGEST_BYTES)) return false
  return scanSync(text).tokens.some(
    ({ tokenName, text: name }) =>
      tokenName === 'IDENT' && Buffer.byteLength(name.replace(/^"|"$/g, '')) > LONGEST_BYTES,
  )
}
