import { nodeAs, nodesAs } from '../sql/node.ts'
import { alterations } from './alteration.ts'
import type { Scanner } from './scanner.ts'

const FILLED = ['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED']

export const notNullColumnWithoutDefault: Scanner = {
  id: 'not-null-column-without-default',
  summary: 'A column that must hold a value, and has none for the rows there are.',
  problem:
    'ADD COLUMN … NOT NULL without a default fails as soon as the table holds a row; and a running version that does not know the column can no longer insert.',
  remedy:
    'Add it with a constant default, which is instant, or nullable: fill it in batches and then make it NOT NULL.',
  severity: 'blocker',
  bad: 'ALTER TABLE orders ADD COLUMN channel text NOT NULL;',
  badLine: 1,
  good: "ALTER TABLE orders ADD COLUMN channel text NOT NULL DEFAULT 'web';",
  scan: (script) =>
    alterations(script, 'AT_AddColumn').flatMap(({ step, relation, command }) => {
      const column = nodeAs(command.def, 'ColumnDef')
      const kinds = nodesAs(column?.constraints, 'Constraint').map(({ contype = 'CONSTR_NULL' }) => contype)
      const counted = JSON.stringify(column?.typeName?.names ?? []).includes('serial')
      const required = kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY')
      if (!required || counted || kinds.some((kind) => FILLED.includes(kind))) return []
      return [
        {
          step,
          summary: `${relation}.${column?.colname} must hold a value, and the rows there are have none`,
          expects: { kind: 'error' },
        },
      ]
    }),
}
