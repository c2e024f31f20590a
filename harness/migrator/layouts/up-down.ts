import type { Layout } from './layout.ts'
import { byCodePoint } from './listing.ts'
import { wholeFile } from './script.ts'
import { compareNumbers } from './versions.ts'

const UP = /\.up\.sql$/
const NO_TRANSACTION = /^--\s*no-transaction\b/

/** `N_name.up.sql` with `N_name.down.sql` beside it: golang-migrate, sqlx, and the folders that a rehearsal applies. */
export const upDown: Layout = {
  tool: 'up and down files',
  looksFor: '`N_name.up.sql`',
  recognise(listing) {
    const ups = listing.files.filter((name) => !name.includes('/') && UP.test(name))
    if (ups.length === 0) return null
    const ordered = ups.toSorted((one, other) => compareNumbers(one, other) || byCodePoint(one, other))
    const script = (name: string) => {
      const whole = wholeFile(listing, name)
      // sqlx takes this first line for an order; to the others it is a comment.
      return { ...whole, transaction: !NO_TRANSACTION.test(whole.text) }
    }
    const migrations = ordered.map((name) => {
      const down = name.replace(UP, '.down.sql')
      const up = script(name)
      return { name: up.file, up, down: listing.files.includes(down) ? script(down) : null }
    })
    return { tool: 'up and down files', because: `${ups.length} named *.up.sql`, migrations }
  },
}
