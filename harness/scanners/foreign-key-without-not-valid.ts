import { nodesAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import { addedConstraints, constraintNamed } from './alteration.ts'
import type { Scanner } from './scanner.ts'

export const foreignKeyWithoutNotValid: Scanner = {
  id: 'foreign-key-without-not-valid',
  summary: 'A foreign key whose rows are checked under the lock.',
  problem:
    'ADD FOREIGN KEY looks up the parent of every row while it holds SHARE ROW EXCLUSIVE on both tables: until it is done, neither can be written to.',
  remedy:
    'Add it NOT VALID, commit, and VALIDATE CONSTRAINT in a transaction of its own: that lets reads and writes go on.',
  severity: 'concern',
  bad: 'ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers;',
  badLine: 1,
  good: 'ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers NOT VALID;',
  scan: (script) =>
    addedConstraints(script, 'CONSTR_FOREIGN')
      .filter(({ constraint, column }) => {
        if (constraint.skip_validation === true) return false
        // A column that comes without a default holds nulls only, and PostgreSQL knows that they need no look-up.
        return (
          column === null ||
          nodesAs(column.constraints, 'Constraint').some(({ contype }) => contype === 'CONSTR_DEFAULT')
        )
      })
      .map(({ step, relation, constraint }) => ({
        step,
        summary: `${constraintNamed(constraint, 'foreign key')} to ${relationOf(constraint.pktable)} is checked for every row of ${relation} while neither table can be written to`,
        expects: { kind: 'work', relation },
      })),
}
