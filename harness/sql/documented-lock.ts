import { type DocumentedLock, locksOf } from './lock.ts'
import { type Node, nodeAs, nodesAs, wordsOf } from './node.ts'
import { parseStatements } from './parse.ts'
import { relationNamed, relationOf } from './relation.ts'

/** A lock on a relation that a statement names. */
interface NamedLock extends DocumentedLock {
  readonly relation: string
}

/**
 * The locks that statements are documented to take on the relations they name, from ShareUpdateExclusiveLock up; an index
 * stands for its table as well. Statements that no transaction block allows are among them, whose locks are gone before
 * anybody could read them.
 */
export function documentedLocks(text: string): readonly NamedLock[] {
  return (parseStatements(text) ?? []).flatMap(({ kind, node }) => {
    // The parser's tree has one field, named after the kind.
    const tree = { [kind]: node } as unknown as Node
    return [...locksOf(tree), ...locksOutsideBlocks(tree)].flatMap(({ relation, mode }) =>
      relation === null ? [] : [{ relation, mode }],
    )
  })
}

function locksOutsideBlocks(tree: Node): readonly DocumentedLock[] {
  const vacuum = nodeAs(tree, 'VacuumStmt')
  if (vacuum !== null) {
    const relations = nodesAs(vacuum.rels, 'VacuumRelation').map(({ relation }) => relationOf(relation))
    return relations.map((relation) => ({ relation, mode: 'ShareUpdateExclusiveLock' }))
  }
  const reindex = nodeAs(tree, 'ReindexStmt')
  if (reindex !== null) {
    const concurrently = nodesAs(reindex.params, 'DefElem').some(({ defname }) => defname === 'concurrently')
    return [{ relation: relationOf(reindex.relation), mode: concurrently ? 'ShareUpdateExclusiveLock' : 'ShareLock' }]
  }
  const drop = nodeAs(tree, 'DropStmt')
  if (drop?.concurrent !== true) return []
  const names = (drop.objects ?? []).map((one) => relationNamed(wordsOf(nodeAs(one, 'List')?.items)))
  return names.map((relation) => ({ relation, mode: 'ShareUpdateExclusiveLock' }))
}

/** Of the server or of the session: no table is locked by them. */
const OF_NO_TABLE: ReadonlySet<string> = new Set([
  'AlterDatabaseStmt',
  'AlterSystemStmt',
  'CreatedbStmt',
  'DiscardStmt',
])

/** Whether a statement may lock tables that its text does not tell: a procedure, a whole schema, a text nobody could parse. */
export function locksUntold(text: string): boolean {
  const statements = parseStatements(text)
  if (statements === null) return true
  return documentedLocks(text).length === 0 && statements.some(({ kind }) => !OF_NO_TABLE.has(kind))
}
