import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { SqlFiles } from '../model/step.ts'
import { listLaidOut } from './laid-out-files.ts'
import { cutToRange, type Range } from './migration-range.ts'

/** SQL files in the order in which they are applied, or why there are none. */
export type SqlListing =
  | Pick<SqlFiles, 'folder' | 'files' | 'layout'>
  | {
      readonly expected: string
      readonly found: string
      /** The key that is wrong where it is not the files. */
      readonly at?: 'after' | 'upTo'
    }

/** Files, and which of them. */
export interface Chosen extends Range {
  readonly files: string
}

/** 2_x comes before 10_x, and the machine's language changes nothing. */
const order = new Intl.Collator('en', { numeric: true }).compare

/**
 * Lists a folder of migrations as their tool keeps them, of NNN_name.up.sql and NNN_name.down.sql, or of plain .sql
 * files, which can only be applied upwards. Down files come last first. A single file is a folder with one file of interest.
 */
export function listSqlFiles(chosen: string | Chosen, direction: 'up' | 'down', folder: string): SqlListing {
  const { files: path, ...range } = typeof chosen === 'string' ? { files: chosen } : chosen
  const target = resolve(folder, path)
  const stats = statSync(target, { throwIfNoEntry: false })
  if (stats === undefined) return { expected: 'a folder of SQL files', found: `no ${path}` }
  if (stats.isFile()) return listOne(target, path, range)
  const laidOut = listLaidOut(target, path, { direction, range })
  if (laidOut !== null) return laidOut
  const files = readdirSync(target, { withFileTypes: true }).filter(
    (file) => !file.isDirectory() && file.name.endsWith('.sql'),
  )
  const names = files.map(({ name }) => name).toSorted(order)
  const paired = names.filter((name) => /\.(up|down)\.sql$/.test(name))
  if (paired.length === 0) return listPlain(target, path, { direction, range, names })
  const plain = names.find((name) => !paired.includes(name))
  if (plain !== undefined)
    return {
      expected: 'either *.up.sql and *.down.sql files or plain *.sql files',
      found: `both in ${path}: ${plain} beside ${paired[0]}`,
    }
  return listPaired(target, path, { direction, range, names: paired })
}

/** Those of the up files that have no down file, in a folder where any other file has one. */
export function withoutDownFile({ folder, files }: { folder: string; files: readonly string[] }): readonly string[] {
  const all = readdirSync(folder)
  if (!all.some((name) => name.endsWith('.down.sql'))) return []
  return files.filter((name) => name.endsWith('.up.sql') && !all.includes(name.replace(/\.up\.sql$/, '.down.sql')))
}

interface Listed {
  readonly direction: 'up' | 'down'
  readonly range: Range
  readonly names: readonly string[]
}

function listOne(target: string, path: string, { after, upTo }: Range): SqlListing {
  if (!target.endsWith('.sql')) return { expected: 'a folder of SQL files, or one .sql file', found: path }
  const at = after ? 'after' : 'upTo'
  if (after || upTo) return { expected: 'a folder of which it chooses', found: path, at }
  return { folder: dirname(target), files: [basename(target)] }
}

function listPaired(target: string, path: string, { direction, range, names }: Listed): SqlListing {
  const stems = [...new Set(names.map((name) => name.replace(/\.(up|down)\.sql$/, '')))]
  const cut = cutToRange(stems, (stem) => [stem, `${stem}.up.sql`, `${stem}.down.sql`], { ...range, path })
  if ('expected' in cut) return cut
  const chosen = cut.map((stem) => `${stem}.${direction}.sql`).filter((name) => names.includes(name))
  if (chosen.length === 0) return { expected: `*.${direction}.sql files`, found: `none in ${path}` }
  return { folder: target, files: direction === 'up' ? chosen : chosen.toReversed() }
}

function listPlain(target: string, path: string, { direction, range, names }: Listed): SqlListing {
  if (direction === 'down') return { expected: '*.down.sql files', found: `none in ${path}` }
  if (names.length === 0) return { expected: '*.up.sql files, or plain *.sql files', found: `none in ${path}` }
  const cut = cutToRange(names, (name) => [name, name.slice(0, -'.sql'.length)], { ...range, path })
  return 'expected' in cut ? cut : { folder: target, files: cut }
}
