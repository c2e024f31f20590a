import type { Layout } from './layout.ts'
import { byCodePoint } from './listing.ts'
import { wholeFile } from './script.ts'
import { compareNumbers } from './versions.ts'

const NUMBERED = /^\d+[^/]*\.sql$/

/** Plain files that begin with a number, or a time: `001_add_total.sql`. They know no way down. */
export const numbered: Layout = {
  tool: 'numbered files',
  looksFor: '`NNN_name.sql`',
  recognise(listing) {
    const names = listing.files.filter((name) => NUMBERED.test(name))
    if (names.length === 0) return null
    const ordered = names.toSorted((one, other) => compareNumbers(one, other) || byCodePoint(one, other))
    const migrations = ordered.map((name) => {
      const up = wholeFile(listing, name)
      const outside = /^--\s*no-transaction\b/.test(up.text)
      return { name: up.file, up: { ...up, transaction: !outside }, down: null }
    })
    return { tool: 'numbered files', because: `${names.length} that begin with a number`, migrations }
  },
}
