import type { Place } from '../model/facts-of-trials.ts'
import type { SqlFiles } from '../model/step.ts'
import { readyParser } from '../sql/parse.ts'
import { placesOf } from '../sql/places.ts'
import { textsOf } from './scripts.ts'

/** Where a step's statements come from, with files named relative to `root`; one that cannot be read knows no place. */
export async function placesInFiles(sql: SqlFiles, root: string): Promise<(sql: string) => Place | null> {
  await readyParser()
  return placesOf(await textsOf(sql, root))
}
