import { COLUMNS } from './columns.ts'
import { COMMENTS } from './comments.ts'
import { CONSTRAINTS } from './constraints.ts'
import { INDEXES } from './indexes.ts'
import { OPERATORS } from './operators.ts'
import { PROGRAMS } from './programs.ts'
import { RELATIONS } from './relations.ts'
import { RIGHTS } from './rights.ts'
import { SERVER } from './server.ts'
import { SURROUNDINGS } from './surroundings.ts'
import { TEXT_SEARCH } from './text-search.ts'
import { TYPES } from './types.ts'
import { GROUND, type Part } from './words.ts'

const PARTS: readonly Part[] = [
  ...[...RELATIONS, ...COLUMNS, ...CONSTRAINTS, ...INDEXES, ...TYPES, ...OPERATORS, ...TEXT_SEARCH],
  ...[...PROGRAMS, ...RIGHTS, ...COMMENTS, ...SURROUNDINGS, ...SERVER],
]

/**
 * Which parts have something to say, in the order of PARTS. To plan all parts takes as long as to run those that most
 * databases need, so that a part about rare objects is asked for only where there are such objects.
 */
export const NEEDED = `SELECT ARRAY[${PARTS.map(({ where }) => (where === undefined ? 'true' : `EXISTS (SELECT FROM ${where})`)).join(', ')}] AS needed`

/** The parts in one statement, and so in one round trip: rows of `object` and `definition`. */
export function catalogOfParts(needed: readonly boolean[]): string {
  const parts = PARTS.filter((_, index) => needed[index])
  return `${GROUND}
  SELECT p.object, p.definition FROM (${parts.map(({ sql }) => sql).join('\n  UNION ALL\n')}) AS p (object, definition)`
}
