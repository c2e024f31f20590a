import { entriesOf } from '../model/evidence.ts'
import type { StairRows } from '../model/facts-of-stairway.ts'
import type { Finding, Severity } from '../model/finding.ts'
import type { Check } from './check.ts'
import { restsOf } from './stairs/objects.ts'
import { declared, onStairs, type Stair, type Stairway, severityOf } from './stairs/stairway.ts'
import type { Told } from './stairs/told.ts'
import { few, plural } from './wording.ts'

export const downLosesRows: Check = {
  id: 'down-loses-rows',
  gating: true,
  act: 'probes',
  asks: 'Are all rows, after every way down, those from before its way up?',
  why: 'A column that was dropped comes back empty, a narrowed value comes back cut, and the schema is the same to the letter. A comparison of schemas, or a test on empty tables, never sees it.',
  remedy:
    'Keep what the way up replaces until there is no way back any more: copy it before it goes, and copy it back on the way down.',
  judge: onStairs({ findings, told, passed: 'all rows are as before after each way down' }),
}

/** Tables that were compared after the rehearsal's own way back, and named there. */
function tablesNamed({ entries, rehearsal }: Stairway): ReadonlySet<string> {
  const compared = rehearsal === undefined ? [] : entriesOf(entries, 'rows.compared')
  return new Set(compared.flatMap(({ differences }) => differences.map(({ table }) => table)))
}

function told(stairway: Stairway): readonly Told[] {
  const said = tablesNamed(stairway)
  return stairway.stairs.flatMap((stair) => {
    const { rows, verdict, subject } = stair
    if (rows.some(({ table }) => said.has(table))) return [{ subject, by: 'rollback-restores-rows' }]
    if (!rows.some((one) => isOfSchema(stair, one))) return []
    const rests = restsOf(stairway, verdict).some((rest) => rest.stair === stair)
    const by = verdict === 'down-empty' ? 'down-empty' : 'down-incomplete'
    return [{ subject, by: rests ? by : 'rollback-restores-schema' }]
  })
}

function findings(stairway: Stairway): readonly Finding[] {
  const said = tablesNamed(stairway)
  return stairway.stairs.flatMap((stair) =>
    stair.rows
      .filter((rows) => !said.has(rows.table) && !isOfSchema(stair, rows))
      .map((rows) => ({
        check: downLosesRows.id,
        severity: severityOf(stairway, stair, weightOf(stairway, rows)),
        subject: stair.subject,
        summary: `${inWords(rows)}${declared(stair)}`,
        remedy: downLosesRows.remedy,
        measured: { rows: rows.rowsAfter ?? 'no table' },
        limit: { rows: rows.rowsBefore ?? 'no table' },
        evidence: [stair.seq],
      })),
  )
}

/** Values went with a table or a column that the way down does not put back: the schema's finding has it. */
function isOfSchema({ schema }: Stair, { rowsAfter, columnsLost = [] }: StairRows): boolean {
  return schema.length > 0 && (rowsAfter === null || columnsLost.length > 0)
}

/** Rows that were made up to see what becomes of them stand for none of production's in a rehearsal, which has those. */
function weightOf({ rehearsal }: Stairway, { lost, doubled = 0, generated }: StairRows): Severity {
  return (lost === 0 && doubled === 0) || (generated && rehearsal !== undefined) ? 'concern' : 'blocker'
}

function inWords(seen: StairRows): string {
  const { table, rowsBefore, rowsAfter, unpopulated, columns, lost, doubled = 0, generated } = seen
  const [before, made] = [rowsBefore ?? 0, generated ? ' generated' : '']
  const rows = `${before}${made} ${before === 1 ? 'row' : 'rows'}`
  if (unpopulated === true) return `${table}, which held ${rows}, is not populated after up and down: reads of it fail`
  if (doubled > 0)
    return `${plural(doubled, 'row')} of ${table} ${doubled === 1 ? 'is' : 'are'} there twice after up and down, in ${rows}`
  if (lost === 0) return `${table} has ${plural((rowsAfter ?? 0) - before, 'row')} more than before up and down`
  const fewer = rowsAfter !== null && rowsAfter < before ? `only ${rowsAfter} of ${rows} of ${table} are left` : null
  const values = columns.map(({ column, before: was, after }) =>
    after < was
      ? `${table}.${column} has ${after} of ${plural(was, 'value')} left`
      : `${table}.${column} has other values`,
  )
  if (fewer !== null) return `${fewer} after up and down`
  const where = values.length === 0 ? `${table} has other values` : few(values)
  return `${where} after up and down, in ${share(seen, rows)}`
}

/** Without a key nobody tells a changed row from one that went and one that came. */
function share({ lost, rowsBefore, narrowed }: StairRows, rows: string): string {
  const known = lost !== null && rowsBefore !== null && lost < rowsBefore && narrowed?.complete === true
  return known ? `${lost} of ${rows}` : rows
}
