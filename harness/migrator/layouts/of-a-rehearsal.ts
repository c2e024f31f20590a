import { statSync } from 'node:fs'
import { join } from 'node:path'
import { dbmate } from './dbmate.ts'
import { goose } from './goose.ts'
import { recognise } from './index.ts'
import type { Recognition } from './layout.ts'
import { type Listing, listFolder } from './listing.ts'
import { nodePgMigrate } from './node-pg-migrate.ts'
import { numbered } from './numbered.ts'
import { sqlMigrate } from './sql-migrate.ts'
import { upDown } from './up-down.ts'

/** More than anybody writes by hand: a dump, which need not be read to know that it is nobody's migration. */
const MOST_BYTES = 8e6

/** Tools that take every file of SQL in their folder for a migration. */
const TAKE_ALL = [dbmate, goose, sqlMigrate, nodePgMigrate].map(({ tool }) => tool)

/**
 * The migrations of a folder whose tool keeps them otherwise than a rehearsal takes files by itself: both directions in
 * one file, a folder each, an order of their own. null for `N_name.up.sql` with its down file, and for plain files.
 */
export function laidOutByTool(folder: string): Recognition | null {
  const found = recogniseLightly(folder)
  return found === null || [upDown.tool, numbered.tool].includes(found.tool) ? null : found
}

/** Says whose migrations a folder holds, without reading dumps that lie there. */
export function recogniseLightly(folder: string): Recognition | null {
  return recognise(lightly(listFolder(folder)))
}

/** A file of SQL that the tool would stumble over, for it lacks what marks a migration; null where there is none. */
export function strangerAmong(folder: string, { tool, migrations }: Recognition): string | null {
  if (!TAKE_ALL.includes(tool)) return null
  const known = new Set(migrations.map(({ up }) => up.file))
  const files = listFolder(folder).files.filter((file) => file.endsWith('.sql') && !file.includes('/'))
  return files.find((file) => !known.has(join(folder, file))) ?? null
}

/** Every layout looks into every file: each is read once, and what is too large not at all. */
function lightly(listing: Listing): Listing {
  const texts = new Map<string, string>()
  const read = (file: string) => {
    const known = texts.get(file)
    if (known !== undefined) return known
    const large = (statSync(join(listing.path, file), { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES
    const text = large ? '' : listing.read(file)
    texts.set(file, text)
    return text
  }
  return { ...listing, read }
}
