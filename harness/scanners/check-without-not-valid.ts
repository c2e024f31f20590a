import { addedConstraints, constraintNamed } from './alteration.ts'
import type { Scanner } from './scanner.ts'

export const checkWithoutNotValid: Scanner = {
  id: 'check-without-not-valid',
  summary: 'A check constraint whose rows are checked under the lock.',
  problem:
    'ADD CHECK reads the whole table while it holds ACCESS EXCLUSIVE on it: until it is done, the table can be neither read nor written to.',
  remedy:
    'Add it NOT VALID, commit, and VALIDATE CONSTRAINT in a transaction of its own: that lets reads and writes go on.',
  severity: 'concern',
  bad: 'ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0);',
  badLine: 1,
  good: 'ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0) NOT VALID;',
  scan: (script) =>
    addedConstraints(script, 'CONSTR_CHECK')
      .filter(({ constraint }) => constraint.skip_validation !== true)
      .map(({ step, relation, constraint }) => ({
        step,
        summary: `${constraintNamed(constraint, 'check constraint')} is checked for every row of ${relation} under ACCESS EXCLUSIVE`,
        expects: { kind: 'work', relation },
      })),
}
