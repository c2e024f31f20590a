import type { LaidOutMigration, Layout, Script } from './layout.ts'
import { byCodePoint, type Listing } from './listing.ts'
import { keepLines, wholeFile } from './script.ts'
import { compareNumbers } from './versions.ts'

/** How a tool marks the two directions inside one file. */
export interface Markers {
  readonly tool: string
  readonly up: RegExp
  readonly down: RegExp
  /** Tells of a section, or of the whole file, that it is not applied as one transaction. */
  readonly outside: (marker: string, text: string) => boolean
  readonly looksFor: string
}

/** The layout of tools that keep both directions in one file, with a comment before each. */
export function sectioned(markers: Markers): Layout {
  return {
    tool: markers.tool,
    looksFor: markers.looksFor,
    recognise(listing) {
      const names = listing.files.filter((name) => !name.includes('/') && name.endsWith('.sql'))
      const marked = names.filter((name) => lineOf(listing.read(name).split('\n'), markers.up) !== null)
      if (marked.length === 0) return null
      const ordered = marked.toSorted((one, other) => compareNumbers(one, other) || byCodePoint(one, other))
      const because = `${markers.looksFor} in ${marked.length === 1 ? '1 file' : `${marked.length} files`}`
      return { tool: markers.tool, because, migrations: ordered.map((name) => cut(listing, name, markers)) }
    },
  }
}

function cut(listing: Listing, name: string, markers: Markers): LaidOutMigration {
  const whole = wholeFile(listing, name)
  const lines = whole.text.split('\n')
  const up = lineOf(lines, markers.up) ?? 0
  const down = lineOf(lines, markers.down)
  const section = (from: number, to: number): Script => ({
    ...whole,
    text: keepLines(whole.text, from, to),
    transaction: markers.outside(lines[from] ?? '', whole.text) ? false : 'always',
  })
  const endOf = (from: number, other: number | null) => (other !== null && other > from ? other : lines.length)
  return {
    name: whole.file,
    up: section(up, endOf(up, down)),
    down: down === null ? null : section(down, endOf(down, up)),
  }
}

function lineOf(lines: readonly string[], marker: RegExp): number | null {
  const index = lines.findIndex((line) => marker.test(line))
  return index < 0 ? null : index
}
