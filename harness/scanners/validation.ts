import { everyNode, nodeAs, wordsOf } from '../sql/node.ts'
import type { Script, Step } from '../sql/script.ts'
import { everyAlteration } from './alteration.ts'

/** A check constraint that all rows were seen to satisfy before a step. */
export interface ValidCheck {
  /** Columns that it says are not null. */
  readonly present: readonly string[]
}

/** Check constraints of a relation that are validated before the step, by the script or by what the database knew. */
export function validChecks(script: Script, relation: string, before: Step): readonly ValidCheck[] {
  const known = (script.catalog?.checks.get(relation) ?? []).map((sql) => ({ present: presentIn(sql) }))
  const waiting = new Map<string, ValidCheck>()
  for (const [name, sql] of script.catalog?.unvalidated ?? []) waiting.set(name, { present: presentIn(sql) })
  const validated: ValidCheck[] = []
  const limit = script.steps.indexOf(before)
  for (const { step, relation: own, command } of everyAlteration(script, 'AT_AddConstraint', 'AT_ValidateConstraint')) {
    if (script.steps.indexOf(step) >= limit || own !== relation) continue
    const added = nodeAs(command.def, 'Constraint')
    if (added === null) {
      const check = waiting.get(`${relation}.${command.name}`)
      if (check !== undefined) validated.push(check)
    } else if (added.contype === 'CONSTR_CHECK' || added.contype === 'CONSTR_NOTNULL') {
      const check = {
        present: added.contype === 'CONSTR_NOTNULL' ? wordsOf(added.keys) : presentInTree(added.raw_expr),
      }
      if (added.skip_validation === true) waiting.set(`${relation}.${added.conname}`, check)
      else validated.push(check)
    }
  }
  return [...known, ...validated]
}

/** Columns that an expression says are not null, as pg_get_expr() spells it; beside an OR it says nothing. */
function presentIn(sql: string): readonly string[] {
  if (/\bOR\b/i.test(sql)) return []
  return [...sql.matchAll(/("(?:[^"]|"")+"|\w+) IS NOT NULL/g)].map(([, name = '']) =>
    name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name,
  )
}

function presentInTree(tree: unknown): readonly string[] {
  if (everyNode(tree, 'BoolExpr').some(({ boolop }) => boolop !== 'AND_EXPR')) return []
  return everyNode(tree, 'NullTest')
    .filter(({ nulltesttype }) => nulltesttype === 'IS_NOT_NULL')
    .flatMap(({ arg }) => wordsOf(nodeAs(arg, 'ColumnRef')?.fields).slice(-1))
}
