import { inWords } from '../../model/catalog-difference.ts'
import type { CatalogDifference } from '../../model/evidence.ts'
import type { StairVerdict } from '../../model/facts-of-stairway.ts'
import { few } from '../wording.ts'
import { objectsNamed, type Stair, type Stairway } from './stairway.ts'
import type { Told } from './told.ts'

/** A stair whose way down does not restore the schema. */
export interface Rest {
  readonly stair: Stair
  /** The objects, a few of them in words. */
  readonly words: string
  readonly objects: number
}

/**
 * Stairs of a verdict with the objects that are not as before, but for those that the rehearsal's own way back left so:
 * rollback-restores-schema names each of them.
 */
export function restsOf(stairway: Stairway, verdict: StairVerdict): readonly Rest[] {
  const named = stairway.rehearsal === undefined ? new Set<string>() : objectsNamed(stairway)
  return stairway.stairs.flatMap((stair) => {
    if (stair.verdict !== verdict) return []
    const objects = stair.schema.filter(({ object }) => !named.has(object)).toSorted(worstFirst)
    if (objects.length === 0) return []
    return [{ stair, words: few(objects.map(inWords), 3, '; '), objects: objects.length }]
  })
}

/** Stairs of a verdict of which no object is left to name. */
export function toldBySchema(stairway: Stairway, verdict: StairVerdict): readonly Told[] {
  const rests = new Set(restsOf(stairway, verdict).map(({ stair }) => stair))
  return stairway.stairs
    .filter((stair) => stair.verdict === verdict && !rests.has(stair))
    .map(({ subject }) => ({ subject, by: 'rollback-restores-schema' }))
}

/**
 * Said with the remedy where a tool's commands left a whole table behind: it may be the tool's own, and nothing is missing in
 * any way down then.
 */
export function toolsOwnHint({ rehearsal }: Stairway, { files, schema }: Stair): string {
  if (rehearsal !== undefined || files.length > 0) return ''
  const tables = schema.flatMap(({ object, change }) =>
    change === 'added' && object.startsWith('table ') ? [object.replace(/^table (public\.)?/, '')] : [],
  )
  const [first, ...others] = tables
  if (first === undefined) return ''
  return ` Where the tool keeps its history in ${few(tables)}, say so: --history ${others.length === 0 ? first : 'TABLE'}.`
}

const WORST: readonly CatalogDifference['change'][] = ['missing', 'changed', 'added']

function worstFirst(one: CatalogDifference, other: CatalogDifference): number {
  return WORST.indexOf(one.change) - WORST.indexOf(other.change)
}
