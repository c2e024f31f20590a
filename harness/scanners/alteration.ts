import { type AlterTableCmd, type ColumnDef, type Constraint, nodeAs, nodesAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import type { Script, Step } from '../sql/script.ts'

/** One command of an ALTER TABLE on a relation that was there before the script. */
export interface Alteration {
  readonly step: Step
  readonly relation: string
  readonly command: AlterTableCmd
}

export function alterations(script: Script, ...subtypes: readonly string[]): readonly Alteration[] {
  return everyAlteration(script, ...subtypes).filter(({ step, relation }) => !script.isNew(relation, step))
}

/** Those of relations that the script made itself as well. */
export function everyAlteration({ steps }: Script, ...subtypes: readonly string[]): readonly Alteration[] {
  return steps.flatMap((step) => {
    const alter = nodeAs(step.tree, 'AlterTableStmt')
    const relation = relationOf(alter?.relation)
    if (alter === null || relation === null) return []
    return nodesAs(alter.cmds, 'AlterTableCmd')
      .filter(({ subtype = 'AT_AddColumn' }) => subtypes.includes(subtype))
      .map((command) => ({ step, relation, command }))
  })
}

/** A constraint that is added to a relation, or comes with a column that is. */
export interface AddedConstraint {
  readonly step: Step
  readonly relation: string
  readonly constraint: Constraint
  /** The column that brings it; null for a constraint by itself. */
  readonly column: ColumnDef | null
}

export function addedConstraints(script: Script, ...kinds: readonly string[]): readonly AddedConstraint[] {
  return alterations(script, 'AT_AddConstraint', 'AT_AddColumn').flatMap(({ step, relation, command }) => {
    const own = nodeAs(command.def, 'Constraint')
    const column = nodeAs(command.def, 'ColumnDef')
    const all = own === null ? nodesAs(column?.constraints, 'Constraint') : [own]
    return all
      .filter(({ contype = 'CONSTR_NULL' }) => kinds.includes(contype))
      .map((constraint) => ({ step, relation, constraint, column }))
  })
}

/** `constraint total_positive`, or without a name what it is. */
export function constraintNamed({ conname }: Constraint, kind: string): string {
  return conname === undefined ? `a ${kind}` : `the ${kind} ${conname}`
}
