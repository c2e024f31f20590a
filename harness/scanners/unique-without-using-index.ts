import { addedConstraints } from './alteration.ts'
import type { Scanner } from './scanner.ts'

export const uniqueWithoutUsingIndex: Scanner = {
  id: 'unique-without-using-index',
  summary: 'A unique constraint or primary key whose index is built under the lock.',
  problem:
    'ADD UNIQUE and ADD PRIMARY KEY build their index under ACCESS EXCLUSIVE: until it is there, the table can be neither read nor written to.',
  remedy: 'CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … UNIQUE USING INDEX, which is instant.',
  severity: 'concern',
  bad: 'ALTER TABLE orders ADD CONSTRAINT orders_number UNIQUE (number);',
  badLine: 1,
  good: `CREATE UNIQUE INDEX CONCURRENTLY orders_number ON orders (number);
ALTER TABLE orders ADD CONSTRAINT orders_number UNIQUE USING INDEX orders_number;`,
  scan: (script) =>
    addedConstraints(script, 'CONSTR_UNIQUE', 'CONSTR_PRIMARY')
      .filter(({ constraint }) => constraint.indexname === undefined)
      .map(({ step, relation, constraint }) => ({
        step,
        summary: `the index of the ${constraint.contype === 'CONSTR_UNIQUE' ? 'unique constraint' : 'primary key'} is built under ACCESS EXCLUSIVE on ${relation}`,
        expects: { kind: 'work', relation },
      })),
}
