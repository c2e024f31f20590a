import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

/** SQL files in the order in which they are applied, or why there are none. */
export type SqlListing =
  | { readonly folder: string; readonly files: readonly string[] }
  | { readonly expected: string; readonly found: string }

/** 2_x comes before 10_x, and the machine's language changes nothing. */
const order = new Intl.Collator('en', { numeric: true }).compare

/**
 * Lists a folder of NNN_name.up.sql and NNN_name.down.sql, or of plain .sql files, which can only be applied upwards.
 * Down files come last first. A single file is a folder with one file of interest.
 */
export function listSqlFiles(path: string, direction: 'up' | 'down', folder: string): SqlListing {
  const target = resolve(folder, path)
  const stats = statSync(target, { throwIfNoEntry: false })
  if (stats === undefined) return { expected: 'a folder of SQL files', found: `no ${path}` }
  if (stats.isFile()) return listOne(target, path)
  const files = readdirSync(target, { withFileTypes: true }).filter(
    (file) => !file.isDirectory() && file.name.endsWith('.sql'),
  )
  const names = files.map(({ name }) => name).toSorted(order)
  const paired = names.filter((name) => /\.(up|down)\.sql$/.test(name))
  if (paired.length === 0) return listPlain(target, path, direction, names)
  const plain = names.find((name) => !paired.includes(name))
  if (plain !== undefined)
    return {
      expected: 'either *.up.sql and *.down.sql files or plain *.sql files',
      found: `both in ${path}: ${plain} beside ${paired[0]}`,
    }
  const chosen = paired.filter((name) => name.endsWith(`.${direction}.sql`))
  if (chosen.length === 0) return { expected: `*.${direction}.sql files`, found: `none in ${path}` }
  return { folder: target, files: direction === 'up' ? chosen : chosen.toReversed() }
}

/** Those of the up files that have no down file, in a folder where any other file has one. */
export function withoutDownFile({ folder, files }: { folder: string; files: readonly string[] }): readonly string[] {
  const all = readdirSync(folder)
  if (!all.some((name) => name.endsWith('.down.sql'))) return []
  return files.filter((name) => name.endsWith('.up.sql') && !all.includes(name.replace(/\.up\.sql$/, '.down.sql')))
}

function listOne(target: string, path: string): SqlListing {
  if (!target.endsWith('.sql')) return { expected: 'a folder of SQL files, or one .sql file', found: path }
  return { folder: dirname(target), files: [basename(target)] }
}

function listPlain(target: string, path: string, direction: 'up' | 'down', names: readonly string[]): SqlListing {
  if (direction === 'down') return { expected: '*.down.sql files', found: `none in ${path}` }
  if (names.length === 0) return { expected: '*.up.sql files, or plain *.sql files', found: `none in ${path}` }
  return { folder: target, files: names }
}
