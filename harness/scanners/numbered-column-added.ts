import { nodeAs, nodesAs } from '../sql/node.ts'
import { spelledType } from '../sql/type-name.ts'
import { alterations } from './alteration.ts'
import type { Scanner } from './scanner.ts'

export const numberedColumnAdded: Scanner = {
  id: 'numbered-column-added',
  summary: 'A serial or identity column that numbers the rows there are.',
  problem:
    'A serial or identity column gives every row a number at once: the table is written anew under ACCESS EXCLUSIVE.',
  remedy: 'Add a nullable bigint, set its default to nextval() of a new sequence, and number the old rows in batches.',
  severity: 'concern',
  bad: 'ALTER TABLE orders ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;',
  badLine: 1,
  good: `CREATE SEQUENCE orders_number;
ALTER TABLE orders ADD COLUMN number bigint;
ALTER TABLE orders ALTER COLUMN number SET DEFAULT nextval('orders_number');`,
  scan: (script) =>
    alterations(script, 'AT_AddColumn').flatMap(({ step, relation, command }) => {
      const column = nodeAs(command.def, 'ColumnDef')
      const identity = nodesAs(column?.constraints, 'Constraint').some(({ contype }) => contype === 'CONSTR_IDENTITY')
      if (!identity && !/^(small|big)?serial\d?$/.test(spelledType(column?.typeName)?.name ?? '')) return []
      return [
        {
          step,
          summary: `${relation}.${column?.colname} gives every row a number, which writes ${relation} anew`,
          expects: { kind: 'rewrite', relation },
        },
      ]
    }),
}
