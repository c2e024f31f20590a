import { everyNode, nodeAs, wordsOf } from '../sql/node.ts'
import { relationNamed } from '../sql/relation.ts'
import type { Script, Step } from '../sql/script.ts'
import type { Scanner } from './scanner.ts'

export const enumValueUsedInTransaction: Scanner = {
  id: 'enum-value-used-in-transaction',
  summary: 'A new enum value that is used before it is committed.',
  problem:
    'A value that ALTER TYPE … ADD VALUE adds to an enum cannot be used before its transaction commits: PostgreSQL refuses the statement (55P04).',
  remedy: 'Commit between the two: add the value in one migration, use it in the next.',
  severity: 'blocker',
  bad: `BEGIN;
ALTER TYPE status ADD VALUE 'refunded';
UPDATE orders SET status = 'refunded' WHERE id = 7;
COMMIT;`,
  badLine: 3,
  good: `ALTER TYPE status ADD VALUE 'refunded';
UPDATE orders SET status = 'refunded' WHERE id = 7;`,
  scan: (script) =>
    script.steps.flatMap((step) => {
      const added = nodeAs(step.tree, 'AlterEnumStmt')
      if (added?.newVal === undefined || added.oldVal !== undefined || !step.inBlock) return []
      const type = relationNamed(wordsOf(added.typeName))
      if (script.steps.some(({ tree }) => createsType(tree, type))) return []
      const user = script.steps.slice(script.steps.indexOf(step) + 1).find((one) => uses(one, step, added.newVal ?? ''))
      if (user === undefined) return []
      const summary = `the value '${added.newVal}' of ${type} is used before the transaction that adds it commits`
      return [{ step: user, summary, expects: { kind: 'error' } as const }]
    }),
}

/** Of a type that the same script makes, values may be used at once. */
function createsType(tree: Step['tree'], type: string): boolean {
  const words = wordsOf(nodeAs(tree, 'CreateEnumStmt')?.typeName)
  return words.length > 0 && relationNamed(words) === type
}

function uses({ tree, called, transaction }: Script['steps'][number], added: Step, value: string): boolean {
  if (transaction !== added.transaction || nodeAs(tree, 'AlterEnumStmt') !== null) return false
  return [tree, ...called.map((one) => one.tree)].some((one) =>
    everyNode(one, 'A_Const').some(({ sval }) => sval?.sval === value),
  )
}
