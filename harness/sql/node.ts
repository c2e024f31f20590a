import type { AlterTableCmd, ColumnDef, Constraint, FuncCall, Node, RangeVar, TypeName } from 'libpg-query'

export type { AlterTableCmd, ColumnDef, Constraint, FuncCall, Node, RangeVar, TypeName }

type KindOf<Union> = Union extends unknown ? keyof Union : never
/** `AlterTableStmt`, `Constraint`, … as PostgreSQL's parse tree spells them. */
export type NodeKind = KindOf<Node>
/** The fields of a node of that kind. */
export type NodeOf<Kind extends NodeKind> = Extract<Node, { readonly [K in Kind]: unknown }>[Kind]

/** The node's fields where it is of that kind, else null. */
export function nodeAs<Kind extends NodeKind>(node: Node | null | undefined, kind: Kind): NodeOf<Kind> | null {
  if (node === null || node === undefined || !(kind in node)) return null
  return (node as unknown as { readonly [K in Kind]: NodeOf<Kind> })[kind]
}

/** Those of a list that are of that kind. */
export function nodesAs<Kind extends NodeKind>(
  nodes: readonly Node[] | undefined,
  kind: Kind,
): readonly NodeOf<Kind>[] {
  return (nodes ?? []).flatMap((node) => {
    const own = nodeAs(node, kind)
    return own === null ? [] : [own]
  })
}

/** Every node of that kind in a tree, outermost first. */
export function everyNode<Kind extends NodeKind>(tree: unknown, kind: Kind): readonly NodeOf<Kind>[] {
  if (Array.isArray(tree)) return tree.flatMap((one) => everyNode(one, kind))
  if (tree === null || typeof tree !== 'object') return []
  return Object.entries(tree).flatMap(([key, inside]) => {
    const below = everyNode(inside, kind)
    return key === kind ? [inside as NodeOf<Kind>, ...below] : below
  })
}

/** The words of a list of String nodes: a qualified name. */
export function wordsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return nodesAs(nodes, 'String').map(({ sval }) => sval ?? '')
}

/** The text of a string constant, or null. */
export function constantText(node: Node | undefined): string | null {
  const cast = nodeAs(node, 'TypeCast')
  if (cast !== null) return constantText(cast.arg)
  const constant = nodeAs(node, 'A_Const')
  if (constant === null || constant.isnull === true) return null
  if (constant.sval !== undefined) return constant.sval.sval ?? ''
  if (constant.ival !== undefined) return String(constant.ival.ival ?? 0)
  return constant.fval?.fval ?? null
}
