import { readableName } from '../model/catalog-difference.ts'
import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { onStairs, type Stairway } from './stairs/stairway.ts'
import type { Told } from './stairs/told.ts'
import { few } from './wording.ts'

export const columnOrderChanged: Check = {
  id: 'column-order-changed',
  gating: false,
  act: 'probes',
  asks: 'Do the columns stand in their old order after every way down?',
  why: 'A column that was dropped and added again stands last, which nobody can help. Whatever names its columns does not notice; SELECT *, COPY and INSERT without a list of columns do.',
  remedy: 'Have the application name its columns, in COPY and INSERT too.',
  judge: onStairs({ findings, told, passed: 'columns stand in their old order after each way down' }),
}

/** Tables whose columns the whole way back moved are named by rollback-restores-schema. */
function named({ entries }: Stairway): ReadonlySet<string> {
  const compared = entriesOf(entries, 'catalog.compared').flatMap(({ columnOrder = [] }) => columnOrder)
  return new Set(compared.map(({ table }) => table))
}

function told(stairway: Stairway): readonly Told[] {
  const said = named(stairway)
  return stairway.stairs
    .filter(({ columnOrder, schema }) => schema.length === 0 && columnOrder.some((table) => said.has(table)))
    .map(({ subject }) => ({ subject, by: 'rollback-restores-schema' }))
}

function findings(stairway: Stairway): readonly Finding[] {
  const said = named(stairway)
  return stairway.stairs.flatMap(({ subject, columnOrder, schema, seq }) => {
    const tables = columnOrder.filter((table) => !said.has(table))
    if (tables.length === 0 || schema.length > 0) return []
    return [
      {
        check: columnOrderChanged.id,
        severity: 'note',
        subject,
        summary: `puts the columns of ${few(tables.map(readableName))} in another order than before`,
        remedy: columnOrderChanged.remedy,
        evidence: [seq],
      },
    ]
  })
}
