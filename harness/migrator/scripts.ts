import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { SqlFiles } from '../model/step.ts'
import type { NamedText } from '../sql/places.ts'
import type { Script, Wrapping } from './layouts/layout.ts'
import { laidOutByTool } from './layouts/of-a-rehearsal.ts'

type Kept = Pick<SqlFiles, 'folder' | 'direction' | 'layout'>

/**
 * Reads what of each file is applied in this direction, in place of it blank lines where something else stands, so that
 * lines are the file's own. Rejects where the file is gone, or is no migration of its tool any more.
 */
export function scriptsOf({ folder, direction, layout }: Kept): (name: string) => Promise<{
  readonly text: string
  readonly transaction: Wrapping
}> {
  if (layout === undefined)
    return async (name) => ({ text: await readFile(join(folder, name), 'utf8'), transaction: true })
  let read: ReadonlyMap<string, Script> | null = null
  return async (name) => {
    read ??= scriptsIn(folder, direction)
    const script = read.get(join(folder, name))
    if (script !== undefined) return script
    throw new Error(`${name} is no migration of ${layout.tool} that goes ${direction}`)
  }
}

/**
 * What of each file is applied, with the file's name relative to `root`; empty where it cannot be read, which whoever
 * applies it will say.
 */
export async function textsOf(sql: SqlFiles, root: string): Promise<readonly NamedText[]> {
  const script = scriptsOf(sql)
  const texts = sql.files.map(async (file) => {
    const { text } = await script(file).catch(() => ({ text: '' }))
    return { name: relative(root, join(sql.folder, file)), text }
  })
  return Promise.all(texts)
}

function scriptsIn(folder: string, direction: 'up' | 'down'): ReadonlyMap<string, Script> {
  const migrations = laidOutByTool(folder)?.migrations ?? []
  const scripts = migrations.flatMap(({ up, down }) => (direction === 'up' ? [up] : (down ?? [])))
  return new Map(scripts.map((script) => [script.file, script]))
}
