import type { CatalogDifference, SequenceBehind } from '../model/facts-of-comparison.ts'
import type { StairError, StairRows, StairVerdict } from '../model/facts-of-stairway.ts'

/** What was seen of a stair. */
export interface Seen {
  readonly hasDown: boolean
  readonly errors: readonly StairError[]
  /** After up, the schema was another than before. */
  readonly schemaChanged: boolean
  /** After down, the schema was still that of after up. */
  readonly schemaKept: boolean
  readonly schema: readonly CatalogDifference[]
  readonly columnOrder: readonly string[]
  readonly rows: readonly StairRows[]
  readonly sequences: readonly SequenceBehind[]
  readonly again: readonly CatalogDifference[]
}

/** The first that applies: what comes later is often no more than what came of it. */
export function verdictOf(seen: Seen): StairVerdict {
  const failed = (when: StairError['when']) => seen.errors.some((error) => error.when === when)
  if (failed('up')) return 'up-fails'
  if (!seen.hasDown) return 'no-down'
  if (failed('down')) return 'down-fails'
  if (seen.schemaChanged && seen.schemaKept) return 'down-empty'
  if (seen.schema.length > 0) return 'schema-differs'
  if (seen.rows.length > 0) return 'rows-lost'
  if (seen.sequences.length > 0) return 'sequence-behind'
  if (failed('re-up')) return 're-up-fails'
  if (seen.again.length > 0) return 're-up-differs'
  return seen.columnOrder.length > 0 ? 'column-order-only' : 'identical'
}
