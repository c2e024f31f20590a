import type { LaidOutMigration, Layout, Script } from './layout.ts'
import { byCodePoint, type Listing } from './listing.ts'
import { wholeFile } from './script.ts'
import { compareNumbers } from './versions.ts'

const COMMITTED = /^committed\/\d+(?:-[^/]*)?\.sql$/
const CURRENT = /^current\/[^/]*\.sql$|^current\.sql$/

/** https://github.com/graphile/migrate: committed/ in order, then current.sql (or current/) where it holds something; no way down. */
export const graphileMigrate: Layout = {
  tool: 'graphile-migrate',
  looksFor: '`committed/000001.sql`',
  recognise(listing) {
    const committed = listing.files.filter((file) => COMMITTED.test(file))
    const current = listing.files.filter((file) => CURRENT.test(file))
    if (committed.length === 0 && !listing.files.includes('current.sql')) return null
    const scripts = [...committed.toSorted(inOrder), ...current.toSorted(inOrder)].map((file) => script(listing, file))
    const migrations = scripts.filter(saysSomething).map((up): LaidOutMigration => ({ name: up.file, up, down: null }))
    const because = committed.length === 0 ? 'current.sql' : `${committed.length} in committed/`
    return { tool: 'graphile-migrate', because, migrations }
  },
}

function script(listing: Listing, file: string): Script {
  const whole = wholeFile(listing, file)
  return { ...whole, transaction: !/^--!\s*no-transaction\b/m.test(whole.text) }
}

/** Between two migrations current.sql holds at most a comment. */
function saysSomething({ text }: Script): boolean {
  return text.replace(/--[^\n]*/g, '').trim() !== ''
}

function inOrder(one: string, other: string): number {
  const [a, b] = [one, other].map((file) => file.slice(file.lastIndexOf('/') + 1)) as [string, string]
  return compareNumbers(a, b) || byCodePoint(a, b)
}
