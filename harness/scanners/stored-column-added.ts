import { addedConstraints } from './alteration.ts'
import type { Scanner } from './scanner.ts'

export const storedColumnAdded: Scanner = {
  id: 'stored-column-added',
  summary: 'A generated column that is stored.',
  problem:
    'A generated column that is STORED is computed for every row at once: the table is written anew under ACCESS EXCLUSIVE.',
  remedy:
    'Add an ordinary column that a trigger keeps, and fill it in batches; or compute it in a view or an index over the expression (from PostgreSQL 18 on, VIRTUAL).',
  severity: 'concern',
  bad: 'ALTER TABLE orders ADD COLUMN gross numeric GENERATED ALWAYS AS (total * 1.2) STORED;',
  badLine: 1,
  good: 'ALTER TABLE orders ADD COLUMN gross numeric;',
  scan: (script) =>
    addedConstraints(script, 'CONSTR_GENERATED')
      .filter(({ constraint }) => constraint.generated_kind !== 'v')
      .map(({ step, relation, column }) => ({
        step,
        summary: `${relation}.${column?.colname} is computed for every row, which writes ${relation} anew`,
        expects: { kind: 'rewrite', relation },
      })),
}
