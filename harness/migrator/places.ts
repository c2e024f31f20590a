import { join, relative } from 'node:path'
import type { Place } from '../model/facts-of-trials.ts'
import type { SqlFiles } from '../model/step.ts'
import { readyParser } from '../sql/parse.ts'
import { placesOf } from '../sql/places.ts'
import { scriptsOf } from './scripts.ts'

/** Where a step's statements come from, with files named relative to `root`; one that cannot be read knows no place. */
export async function placesInFiles(sql: SqlFiles, root: string): Promise<(sql: string) => Place | null> {
  await readyParser()
  const script = scriptsOf(sql)
  const texts = sql.files.map(async (file) => {
    const { text } = await script(file).catch(() => ({ text: '' }))
    return { name: relative(root, join(sql.folder, file)), text }
  })
  return placesOf(await Promise.all(texts))
}
