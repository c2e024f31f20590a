import { RehearsalError } from '../../errors.ts'
import { latencyUnitOf, type NamedField, recogniseFields, unitMs } from './field-names.ts'
import { JsonScanner } from './json-lines.ts'
import { separatedReader } from './separated.ts'
import { type LineFormat, ROLES, type Role, SLOT } from './slices.ts'

const DEEPEST = 4

/** What the user said: role → field, for latency with its unit: `{ latency: 'took:ms' }`. */
export type FieldMap = Readonly<Partial<Record<Role, string>>>

/** JSON lines, by the fields of the first of them; the user's own names come first. */
export function jsonFormat(lines: readonly string[], wish: FieldMap): LineFormat {
  const names = [...new Set(lines.flatMap((line) => namesIn(line)))]
  const { fields, ...rest } = choose(names, wish, 'JSON lines')
  const scanner = new JsonScanner(new Map(fields.map(({ role, name }) => [name, SLOT[role]])))
  return {
    ...rest,
    name: 'JSON lines',
    stamps: 'end',
    read: (line, start, end, slices) => scanner.read(line, start, end, slices),
  }
}

/** CSV by its header; commas, semicolons or tabs. */
export function csvFormat(header: string, wish: FieldMap): LineFormat {
  const separator =
    [',', ';', '\t'].toSorted((one, other) => header.split(other).length - header.split(one).length)[0] ?? ','
  const columns = header.split(separator).map((column) => column.trim().replace(/^"(.*)"$/, '$1'))
  const { fields, ...rest } = choose(columns, wish, 'CSV')
  const absent = fields.filter(({ name }) => !columns.includes(name))
  if (absent.length > 0) throw lacksColumns(absent, columns)
  const slots = columns.map((column) => {
    const field = fields.find(({ name }) => name === column)
    return field === undefined ? null : SLOT[field.role]
  })
  return { ...rest, name: 'CSV', stamps: 'end', hasHeader: true, read: separatedReader(separator.charCodeAt(0), slots) }
}

interface Choice {
  readonly fields: readonly NamedField[]
  readonly latencyUnitMs: number
  readonly reading: readonly string[]
}

function choose(names: readonly string[], wish: FieldMap, what: string): Choice {
  const wished = Object.entries(wish).map(([role, spelled]): NamedField & { unit: string | undefined } => {
    const [, name = spelled, unit] = /^(.*):(s|ms|us|ns)$/.exec(spelled) ?? []
    return { role: role as Role, name, unit }
  })
  const recognised = recogniseFields(names).filter(
    ({ role, name }) => !wished.some((one) => one.role === role || one.name === name),
  )
  const fields = [...wished, ...recognised]
  const latency = fields.find(({ role }) => role === 'latency')
  const said = wished.find(({ role }) => role === 'latency')?.unit
  const unit = latency === undefined ? null : said === undefined ? latencyUnitOf(latency.name) : unitMs(said)
  const has = (role: Role) => fields.some((field) => field.role === role)
  const lacking = [
    has('time') ? '' : 'time',
    has('request') || has('target') ? '' : 'target (or request)',
    has('request') || has('method') ? '' : 'method',
    has('status') ? '' : 'status',
  ].filter((role) => role !== '')
  if (lacking.length > 0) throw lacksFields(lacking, names, what)
  return withUnit(fields, unit, names)
}

/** A latency whose unit nobody says is left out: it could be wrong by a thousand. */
function withUnit(fields: readonly NamedField[], unit: number | null, names: readonly string[]): Choice {
  const used = fields.filter(({ role }) => role !== 'latency' || unit !== null)
  const unsure = fields.filter((field) => !used.includes(field))
  const inOrder = ROLES.flatMap((role) => used.filter((field) => field.role === role))
  return {
    fields: used,
    latencyUnitMs: unit ?? 1,
    reading: [
      ...inOrder.map(
        ({ role, name }) => `${role} in ${name}${names.includes(name) ? '' : ', which the first lines do not have'}`,
      ),
      ...unsure.map(({ name }) => `no latency: the unit of ${name} is not known, say --fields latency=${name}:ms`),
    ],
  }
}

function namesIn(line: string): readonly string[] {
  try {
    return namesOf(JSON.parse(line), '', DEEPEST)
  } catch {
    return []
  }
}

function namesOf(value: unknown, prefix: string, depth: number): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 0) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null ? namesOf(inner, `${prefix}${key}.`, depth - 1) : [`${prefix}${key}`],
  )
}

function lacksColumns(absent: readonly NamedField[], columns: readonly string[]): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected --fields to name columns of the CSV, found no ${absent.map(({ name }) => name).join(', ')} among ${columns.slice(0, 20).join(', ')}`,
    'a name as the header has it, such as --fields latency=took:ms',
  )
}

function lacksFields(lacking: readonly string[], names: readonly string[], what: string): RehearsalError {
  const shown = names.slice(0, 20).join(', ')
  return new RehearsalError(
    'usage',
    `expected ${what} with a field for ${lacking.join(', ')}, found ${names.length === 0 ? 'no fields' : shown}`,
    'say which is which: --fields time=ts,method=verb,target=request.path,status=code,latency=took:ms',
  )
}
