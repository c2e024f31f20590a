import { everyNode, type FuncCall, nodeAs, nodesAs, wordsOf } from '../sql/node.ts'
import type { Script } from '../sql/script.ts'
import { alterations } from './alteration.ts'
import type { Scanner } from './scanner.ts'

/** https://www.postgresql.org/docs/current/xfunc-volatility.html: functions that answer anew for every row. */
const VOLATILE = new Set(
  'random random_normal gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 clock_timestamp timeofday nextval gen_random_bytes gen_salt'.split(
    ' ',
  ),
)

export const volatileDefault: Scanner = {
  id: 'volatile-default',
  summary: 'ADD COLUMN whose default differs from row to row.',
  problem:
    'A new column whose default is the same for all rows is instant. A default that must be computed for each row, random() or gen_random_uuid(), writes the whole table anew under ACCESS EXCLUSIVE.',
  remedy: 'Add the column without it, set the default afterwards for new rows, and fill the old ones in batches.',
  severity: 'concern',
  bad: 'ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();',
  badLine: 1,
  good: `ALTER TABLE orders ADD COLUMN token uuid;
ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();`,
  scan: (script) =>
    alterations(script, 'AT_AddColumn').flatMap(({ step, relation, command }) => {
      const column = nodeAs(command.def, 'ColumnDef')
      const defaults = nodesAs(column?.constraints, 'Constraint').filter(({ contype }) => contype === 'CONSTR_DEFAULT')
      const call = everyNode(defaults, 'FuncCall').find((one) => isVolatile(script, one))
      if (call === undefined) return []
      return [
        {
          step,
          summary: `the default of ${relation}.${column?.colname}, ${wordsOf(call.funcname).at(-1)}(), is computed for each row, which writes ${relation} anew`,
          expects: { kind: 'rewrite', relation },
        },
      ]
    }),
}

/** A function of the users' own is volatile unless it says otherwise. */
function isVolatile({ steps, catalog }: Script, { funcname }: FuncCall): boolean {
  const name = wordsOf(funcname).at(-1) ?? ''
  if (VOLATILE.has(name)) return true
  const written = steps.filter(({ tree }) => wordsOf(nodeAs(tree, 'CreateFunctionStmt')?.funcname).at(-1) === name)
  const definitions = written.length > 0 ? written.map(({ text }) => text) : (catalog?.functions.get(name) ?? [])
  return definitions.some((text) => !/\b(IMMUTABLE|STABLE)\b/i.test(text))
}
