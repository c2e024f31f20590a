import { nodeAs, wordsOf } from '../sql/node.ts'
import { quoteName } from '../sql/relation.ts'
import { alterations } from './alteration.ts'
import type { Scanner } from './scanner.ts'
import { validChecks } from './validation.ts'

export const setNotNullWithoutCheck: Scanner = {
  id: 'set-not-null-without-check',
  summary: 'SET NOT NULL that must read the table.',
  problem:
    'SET NOT NULL reads the whole table under ACCESS EXCLUSIVE to make sure that no row holds a null. Where a validated check constraint says so already, PostgreSQL takes its word and reads nothing.',
  remedy:
    'Add CHECK (column IS NOT NULL) NOT VALID, commit, VALIDATE CONSTRAINT, commit, then SET NOT NULL, and drop the check.',
  severity: 'concern',
  bad: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;',
  badLine: 1,
  good: `ALTER TABLE orders ADD CONSTRAINT note_present CHECK (note IS NOT NULL) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT note_present;
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT note_present;`,
  scan: (script) =>
    alterations(script, 'AT_SetNotNull', 'AT_AddConstraint').flatMap(({ step, relation, command }) => {
      const constraint = nodeAs(command.def, 'Constraint')
      if (constraint !== null && (constraint.contype !== 'CONSTR_NOTNULL' || constraint.skip_validation === true))
        return []
      const column = constraint === null ? command.name : wordsOf(constraint.keys)[0]
      if (column === undefined || script.catalog?.notNull.has(`${relation}.${quoteName(column)}`)) return []
      if (validChecks(script, relation, step).some(({ present }) => present.includes(column))) return []
      return [
        {
          step,
          summary: `every row of ${relation} is read under ACCESS EXCLUSIVE to see that ${column} is not null`,
          expects: { kind: 'work', relation },
        },
      ]
    }),
}
