import { constantText, nodeAs, wordsOf } from '../sql/node.ts'
import { quoteName } from '../sql/relation.ts'
import type { Script, Step } from '../sql/script.ts'
import { spelledType, typeText } from '../sql/type-name.ts'
import { alterations } from './alteration.ts'
import { rewrites, typeOfText } from './rewriting-type.ts'
import type { Scanner } from './scanner.ts'

export const typeChangeRewrites: Scanner = {
  id: 'type-change-rewrites',
  summary: 'ALTER COLUMN TYPE that writes the table anew.',
  problem:
    'Most changes of a type write every row and every index of the table anew under ACCESS EXCLUSIVE. Only where both types are stored alike (a wider varchar, varchar to text) does the catalog alone change; from timestamp to timestamptz only under TimeZone UTC.',
  remedy:
    'Add a column of the new type, keep both in step with a trigger, fill the old rows in batches, and switch over in a short transaction.',
  severity: 'concern',
  bad: 'ALTER TABLE orders ALTER COLUMN id TYPE bigint;',
  badLine: 1,
  good: 'ALTER TABLE orders ADD COLUMN new_id bigint;',
  scan: (script) =>
    alterations(script, 'AT_AlterColumnType').flatMap(({ step, relation, command }) => {
      const definition = nodeAs(command.def, 'ColumnDef')
      const to = spelledType(definition?.typeName)
      if (to === null || command.name === undefined) return []
      const known = script.catalog?.columnTypes.get(`${relation}.${quoteName(command.name)}`)
      const computed = definition?.raw_default !== undefined && !isColumn(definition.raw_default, command.name)
      if (known !== undefined && !computed && !rewrites(typeOfText(known), to, zoneBefore(script, step))) return []
      const from = known === undefined ? '' : ` from ${known}`
      return [
        {
          step,
          summary: `${relation}.${command.name} changes${from} to ${typeText(to)}, which writes every row of ${relation} anew`,
          expects: { kind: 'rewrite', relation },
        },
      ]
    }),
}

/** `TimeZone` when the step begins, as far as the script says. */
function zoneBefore({ steps, catalog }: Script, before: Step): string {
  const sets = steps
    .slice(0, steps.indexOf(before))
    .flatMap(({ tree }) => nodeAs(tree, 'VariableSetStmt') ?? [])
    .filter(({ name }) => name?.toLowerCase() === 'timezone')
  const last = sets.at(-1)
  return last === undefined ? (catalog?.timeZone ?? '') : (constantText(last.args?.[0]) ?? '')
}

/** `USING note` and `USING note::text` compute nothing. */
function isColumn(using: Parameters<typeof nodeAs>[0], column: string): boolean {
  const inner = nodeAs(using, 'TypeCast')?.arg ?? using
  const words = wordsOf(nodeAs(inner, 'ColumnRef')?.fields)
  return words.length === 1 && words[0] === column
}
