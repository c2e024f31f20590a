import { spellLockMode } from '../model/lock-mode.ts'
import { type Node, nodeAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import { lockedBefore } from './locked-before.ts'
import type { Scanner } from './scanner.ts'

export const longUpdateWithDdl: Scanner = {
  id: 'long-update-with-ddl',
  summary: 'Rows that are written while a lock of the same transaction keeps others out.',
  problem:
    'Locks are held until their transaction ends. A quick ALTER TABLE followed by an UPDATE of many rows in one transaction keeps everybody out for as long as the UPDATE takes.',
  remedy: 'Commit after the ALTER TABLE, and change the rows afterwards, in batches with transactions of their own.',
  severity: 'concern',
  bad: `BEGIN;
ALTER TABLE orders ADD COLUMN note text;
UPDATE orders SET note = '';
COMMIT;`,
  badLine: 3,
  good: `ALTER TABLE orders ADD COLUMN note text;
UPDATE orders SET note = '' WHERE id BETWEEN 1 AND 1000;`,
  scan: (script) =>
    script.steps.flatMap((step) => {
      const relations = [step.tree, ...step.called.map(({ tree }) => tree)].flatMap((tree) => written(tree) ?? [])
      const relation = relations.find((one) => !script.isNew(one, step))
      if (relation === undefined) return []
      const lock = lockedBefore(script, step)
      if (lock === null) return []
      const held = `${spellLockMode(lock.mode)} on ${lock.relation ?? 'a table'}`
      return [
        { step, summary: `rows of ${relation} are written while ${held} is held`, expects: { kind: 'work', relation } },
      ]
    }),
}

/** The relation whose rows a statement writes, many as far as one can tell; null for none. */
export function written(tree: Node): string | null {
  const update = nodeAs(tree, 'UpdateStmt') ?? nodeAs(tree, 'DeleteStmt')
  if (update !== null) return isOneRow(update.whereClause) ? null : relationOf(update.relation)
  const merge = nodeAs(tree, 'MergeStmt')
  if (merge !== null) return relationOf(merge.relation)
  const insert = nodeAs(tree, 'InsertStmt')
  const select = nodeAs(insert?.selectStmt, 'SelectStmt')
  return select?.fromClause === undefined ? null : relationOf(insert?.relation)
}

/** `WHERE id = 7`: an equality with a constant, in a column that may well be a key. */
function isOneRow(where: Node | undefined): boolean {
  const equality = nodeAs(where, 'A_Expr')
  if (equality?.kind !== 'AEXPR_OP' || JSON.stringify(equality.name) !== '[{"String":{"sval":"="}}]') return false
  const name = JSON.stringify(nodeAs(equality.lexpr, 'ColumnRef')?.fields ?? [])
  return nodeAs(equality.rexpr, 'A_Const') !== null && /"(id|key|name|code|slug|version|uuid)"/.test(name)
}
