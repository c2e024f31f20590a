import { join } from 'node:path'
import type { Layout } from './layout.ts'
import { byCodePoint } from './listing.ts'
import { wholeFile } from './script.ts'

const UP = /^([^/]+)\/up\.sql$/

/** A folder per migration with up.sql and down.sql. https://docs.rs/diesel_migrations: the version is what stands before the first `_`. */
export const diesel: Layout = {
  tool: 'Diesel',
  looksFor: '`<version>_name/up.sql`',
  recognise(listing) {
    const folders = listing.files.flatMap((file) => UP.exec(file)?.[1] ?? [])
    if (folders.length === 0) return null
    const ordered = folders.toSorted(
      (one, other) => byCodePoint(versionOf(one), versionOf(other)) || byCodePoint(one, other),
    )
    const migrations = ordered.map((folder) => {
      const settings = `${folder}/metadata.toml`
      const text = listing.files.includes(settings) ? listing.read(settings) : ''
      const transaction = !/^\s*run_in_transaction\s*=\s*false\b/m.test(text) && 'always'
      const down = `${folder}/down.sql`
      return {
        name: join(listing.path, folder),
        up: wholeFile(listing, `${folder}/up.sql`, transaction),
        down: listing.files.includes(down) ? wholeFile(listing, down, transaction) : null,
      }
    })
    return {
      tool: 'Diesel',
      because: `up.sql in ${folders.length === 1 ? '1 folder' : `${folders.length} folders`}`,
      migrations,
    }
  },
}

/** Diesel compares versions as text, with the dashes taken out: 2020-01-02-000000 is 20200102000000. */
function versionOf(folder: string): string {
  return (folder.split('_')[0] ?? '').replaceAll('-', '')
}
