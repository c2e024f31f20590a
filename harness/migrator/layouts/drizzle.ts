import type { Layout } from './layout.ts'
import { wholeFile } from './script.ts'

const JOURNAL = 'meta/_journal.json'

/** https://orm.drizzle.team/docs/kit-overview: the journal holds the order; no way down. */
export const drizzle: Layout = {
  tool: 'Drizzle',
  looksFor: `\`${JOURNAL}\``,
  recognise(listing) {
    if (!listing.files.includes(JOURNAL)) return null
    const files = tagsOf(listing.read(JOURNAL)).map((tag) => `${tag}.sql`)
    const migrations = files.map((file) => {
      const up = wholeFile(listing, file)
      return { name: up.file, up, down: null }
    })
    return { tool: 'Drizzle', because: JOURNAL, migrations }
  },
}

function tagsOf(text: string): readonly string[] {
  const { entries = [] } = JSON.parse(text) as {
    readonly entries?: readonly { readonly idx: number; readonly tag: string }[]
  }
  return entries.toSorted((one, other) => one.idx - other.idx).map(({ tag }) => tag)
}
