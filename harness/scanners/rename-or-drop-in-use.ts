import { type Node, nodeAs, wordsOf } from '../sql/node.ts'
import { quoteName, relationNamed, relationOf } from '../sql/relation.ts'
import type { Script, Step } from '../sql/script.ts'
import { alterations } from './alteration.ts'
import type { Found, Scanner } from './scanner.ts'

export const renameOrDropInUse: Scanner = {
  id: 'rename-or-drop-in-use',
  summary: 'A name that goes while the running version may still ask for it.',
  problem:
    'While a new version is rolled out the old one still runs, and still asks for the table or column by its old name: each such statement fails from the commit on. What is dropped cannot be brought back by a rollback.',
  remedy:
    'First ship a version that no longer asks for it, and drop it in a later migration. Instead of a rename, add the new one, keep both in step, and drop the old one later; a renamed table can leave a view under its old name.',
  severity: 'concern',
  bad: 'ALTER TABLE orders RENAME COLUMN note TO remark;',
  badLine: 1,
  good: 'ALTER TABLE orders ADD COLUMN remark text;',
  scan: (script) => [
    ...alterations(script, 'AT_DropColumn').map(({ step, relation, command }) =>
      gone(step, `${relation}.${quoteName(command.name ?? '')}`, 'is dropped'),
    ),
    ...script.steps.flatMap((step) => [...renamed(script, step), ...moved(script, step), ...dropped(script, step)]),
  ],
}

function gone(step: Step, object: string, what: string): Found {
  return { step, summary: `${object} ${what}: whoever still asks for it fails`, expects: { kind: 'gone', object } }
}

const RELATIONS: ReadonlySet<string> = new Set(['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW'])

function renamed(script: Script, step: Step): readonly Found[] {
  const rename = nodeAs(step.tree, 'RenameStmt')
  const relation = relationOf(rename?.relation)
  if (rename === null || relation === null || script.isNew(relation, step)) return []
  if (rename.renameType === 'OBJECT_COLUMN') {
    return [gone(step, `${relation}.${quoteName(rename.subname ?? '')}`, `is renamed to ${rename.newname}`)]
  }
  if (!RELATIONS.has(rename.renameType ?? '') || takenAgain(script, step, relation)) return []
  return [gone(step, relation, `is renamed to ${rename.newname}`)]
}

function moved(script: Script, step: Step): readonly Found[] {
  const move = nodeAs(step.tree, 'AlterObjectSchemaStmt')
  const relation = relationOf(move?.relation)
  if (relation === null || script.isNew(relation, step) || takenAgain(script, step, relation)) return []
  return [gone(step, relation, `moves to the schema ${move?.newschema}`)]
}

function dropped(script: Script, step: Step): readonly Found[] {
  const drop = nodeAs(step.tree, 'DropStmt')
  if (drop === null || !RELATIONS.has(drop.removeType ?? '')) return []
  return (drop.objects ?? [])
    .map((one) => relationNamed(wordsOf(nodeAs(one, 'List')?.items)))
    .filter((relation) => !script.isNew(relation, step) && !takenAgain(script, step, relation))
    .filter((relation) => drop.missing_ok !== true || script.catalog?.relations.has(relation) !== false)
    .map((relation) => gone(step, relation, 'is dropped'))
}

/** Something else has the name by the time that the transaction commits. */
function takenAgain({ steps }: Script, step: Step, relation: string): boolean {
  const later = steps.slice(steps.indexOf(step) + 1)
  return later.some(
    ({ tree, transaction, inBlock }) => inBlock && transaction === step.transaction && makes(tree) === relation,
  )
}

function makes(tree: Node): string | null {
  const rename = nodeAs(tree, 'RenameStmt')
  if (rename?.renameType === 'OBJECT_TABLE') return relationOf({ ...rename.relation, relname: rename.newname ?? '' })
  const table = nodeAs(tree, 'CreateStmt')?.relation ?? nodeAs(tree, 'CreateTableAsStmt')?.into?.rel
  return relationOf(nodeAs(tree, 'ViewStmt')?.view ?? table)
}
