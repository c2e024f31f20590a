import { columnOrderDifferences } from '../database/catalog.ts'
import { type Look, sameSchema } from './attempt.ts'
import { isToolsSequence } from './bookkeeping.ts'
import type { Stair } from './stair.ts'

/**
 * A copy that went up, down and up again may take the base's place where nobody could tell that it was not brought up
 * once: the way down left nothing else behind than was there before, so the second way up began from what the first
 * did. Anything that differs is carried into every later stair otherwise: a column that stands last, numbers that a
 * sequence skips, a tool's entry of the way down.
 */
export function isAsBefore(stair: Pick<Stair, 'files' | 'history'>, before: Look, restored: Look): boolean {
  return sameCatalog(before, restored) && sameSequences(stair, before, restored)
}

/** Dead rows of three ways are copied for every later stair, which costs more than one way up. */
const MOST_GROWTH = 1.1

/** Whether the second way up led to what the first one did. */
export function isAsOnce(stair: Pick<Stair, 'files' | 'history'>, once: Look, again: Look): boolean {
  const grown = again.marks.bytes > once.marks.bytes * MOST_GROWTH
  return !grown && sameCatalog(once, again) && sameSequences(stair, once, again)
}

function sameCatalog(one: Look, other: Look): boolean {
  return sameSchema(one, other) && columnOrderDifferences(one.catalog, other.catalog).length === 0
}

/** Numbers that a tool skips in a table of its own are nobody else's. */
function sameSequences({ files, history }: Pick<Stair, 'files' | 'history'>, one: Look, other: Look): boolean {
  const counted = ({ marks }: Look) =>
    [...marks.sequences]
      .filter(([name]) => files.length > 0 || !isToolsSequence(name, history))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(counted(one)) === JSON.stringify(counted(other))
}
