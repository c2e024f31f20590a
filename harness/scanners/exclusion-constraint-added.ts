import { addedConstraints } from './alteration.ts'
import type { Scanner } from './scanner.ts'

export const exclusionConstraintAdded: Scanner = {
  id: 'exclusion-constraint-added',
  summary: 'An exclusion constraint, whose index nothing builds concurrently.',
  problem:
    'ADD EXCLUDE builds its index and compares all rows under ACCESS EXCLUSIVE. There is no NOT VALID and no USING INDEX for it.',
  remedy:
    'Make a new table with the constraint, copy the rows in batches while a trigger keeps both in step, and switch over.',
  severity: 'concern',
  bad: 'ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH &&);',
  badLine: 1,
  good: 'CREATE TABLE new_bookings (during tstzrange, EXCLUDE USING gist (during WITH &&));',
  scan: (script) =>
    addedConstraints(script, 'CONSTR_EXCLUSION').map(({ step, relation }) => ({
      step,
      summary: `the exclusion constraint’s index is built under ACCESS EXCLUSIVE on ${relation}`,
      expects: { kind: 'work', relation },
    })),
}
