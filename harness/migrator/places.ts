import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Place } from '../model/facts-of-trials.ts'
import type { SqlFiles } from '../model/step.ts'
import { readyParser } from '../sql/parse.ts'
import { placesOf } from '../sql/places.ts'

/** Where a step's statements come from, with files named relative to `root`; one that cannot be read knows no place. */
export async function placesInFiles({ folder, files }: SqlFiles, root: string): Promise<(sql: string) => Place | null> {
  await readyParser()
  const texts = files.map(async (file) => {
    const path = join(folder, file)
    return { name: relative(root, path), text: await readFile(path, 'utf8').catch(() => '') }
  })
  return placesOf(await Promise.all(texts))
}
