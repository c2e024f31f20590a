import { visitedTables } from '../database/marks.ts'
import { type Look, sameSchema } from './attempt.ts'

/**
 * Tables whose rows the way up read or wrote, where the way down then looked at no table and left the schema alone: it
 * does nothing, whether or not a row here tells. Empty where it did something, where there was nothing to undo, and
 * where the schema tells already.
 */
export function unanswered(before: Look, upgraded: Look, restored: Look): readonly string[] {
  if (!sameSchema(before, upgraded) || !sameSchema(upgraded, restored)) return []
  return visitedTables(upgraded.marks, restored.marks).length > 0 ? [] : visitedTables(before.marks, upgraded.marks)
}
