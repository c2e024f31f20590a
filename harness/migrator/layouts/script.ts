import { join } from 'node:path'
import type { Script, Wrapping } from './layout.ts'
import type { Listing } from './listing.ts'

/** A whole file as a script. */
export function wholeFile(listing: Listing, file: string, transaction: Wrapping = true): Script {
  return { file: join(listing.path, file), text: listing.read(file), transaction }
}

/** Some lines of a text, in their places: what stands before and after them is blank. Counted from 0, `to` not included. */
export function keepLines(text: string, from: number, to = Number.POSITIVE_INFINITY): string {
  return text
    .split('\n')
    .map((line, index) => (index >= from && index < to ? line : ''))
    .join('\n')
    .trimEnd()
}
