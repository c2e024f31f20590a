import { relative } from 'node:path'
import { describe } from '../errors.ts'
import type { LaidOutMigration, Recognition } from '../migrator/layouts/layout.ts'
import { laidOutByTool, strangerAmong } from '../migrator/layouts/of-a-rehearsal.ts'
import { cutToRange, type Range } from './migration-range.ts'
import type { SqlListing } from './sql-files.ts'

/** Migrations of a folder as their tool keeps them; null where a rehearsal takes the files by itself. */
export function listLaidOut(
  target: string,
  path: string,
  { direction, range }: { readonly direction: 'up' | 'down'; readonly range: Range },
): SqlListing | null {
  const found = read(target)
  if (found === null || 'expected' in found) return found
  const name = (file: string) => relative(target, file)
  const stranger = strangerAmong(target, found)
  if (stranger !== null) return { expected: `migrations of ${found.tool} alone`, found: `${stranger} in ${path}` }
  const cut = cutToRange(found.migrations, (migration) => namesOf(migration, name), { ...range, path })
  if ('expected' in cut) return cut
  const downs = cut.flatMap(({ up, down }) => (down === null ? [] : [[name(up.file), name(down.file)] as const]))
  const files = direction === 'up' ? cut.map(({ up }) => name(up.file)) : downs.map(([, down]) => down).toReversed()
  if (files.length > 0)
    return { folder: target, files, layout: { tool: found.tool, downOf: Object.fromEntries(downs) } }
  return {
    expected: direction === 'up' ? 'migrations' : 'migrations with a way down',
    found: `none in ${path} (${found.tool})`,
  }
}

/** What a tool itself would stumble over is a complaint about the files. */
function read(target: string): Recognition | Extract<SqlListing, { expected: string }> | null {
  try {
    return laidOutByTool(target)
  } catch (error) {
    return { expected: 'migrations that their tool could apply', found: describe(error) }
  }
}

function namesOf({ name, up, down }: LaidOutMigration, short: (file: string) => string): readonly string[] {
  const files = [name, up.file, ...(down === null ? [] : [down.file])].map(short)
  return [...files, ...files.map((file) => file.replace(/\.sql$/, ''))]
}
