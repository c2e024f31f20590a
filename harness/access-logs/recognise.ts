import { RehearsalError } from '../errors.ts'
import { formatOfString } from './formats/format-string.ts'
import { csvFormat, type FieldMap, jsonFormat } from './formats/named-fields.ts'
import type { LineFormat } from './formats/slices.ts'
import { masked } from './masked.ts'
import { RequestReader } from './request-reader.ts'

const COMBINED = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"'

/** Tried in this order; what follows the last field of a format is not read, so that longer ones come first. */
const KNOWN: readonly (readonly [name: string, format: string])[] = [
  ['combined with the virtual host', `%v:%p ${COMBINED}`],
  ['combined with X-Forwarded-For', `${COMBINED} "%{X-Forwarded-For}i"`],
  ['combined', COMBINED],
  ['common', '%h %l %u %t "%r" %>s %b'],
]

/** A format is the log's where it reads this share of the first lines; the first of a public server may be mostly probes. */
const ENOUGH = 0.1

/** Formats whose fields have names that `--fields` can say. */
const WITH_FIELDS: readonly string[] = ['JSON lines', 'CSV']

/** Names in a row, in quotes or not. */
const HEADER = /^("?)[\w .@:-]+\1([,;\t]("?)[\w .@:-]+\3)+$/

/** How the user says what a log is made of. */
export interface FormatWish {
  /** `combined`, `common`, `json`, `csv`, or an nginx or Apache format. */
  readonly format?: string | undefined
  /** For JSON lines and CSV: role → name of the field. */
  readonly fields?: FieldMap
}

/** The format of a log by its first lines. Throws `usage` where nothing fits them. */
export function recogniseFormat(lines: readonly string[], wish: FormatWish): LineFormat {
  const format = formatOf(lines, wish)
  if (Object.keys(wish.fields ?? {}).length > 0 && !WITH_FIELDS.includes(format.name)) throw hasNoFields(format.name)
  return format
}

function formatOf(lines: readonly string[], { format, fields = {} }: FormatWish): LineFormat {
  const [first = ''] = lines
  if (format !== undefined && /[$%]/.test(format)) return formatOfString(format)
  if (format === 'json' || (format === undefined && first.trimStart().startsWith('{'))) return jsonFormat(lines, fields)
  if (format === 'csv') return csvFormat(first, fields)
  const known = KNOWN.filter(([name]) => format === undefined || name === format)
  const candidates = known.map(([name, text]) => ({
    ...formatOfString(text, name),
    reading: [],
    stamps: 'end' as const,
  }))
  const fitting = candidates.find((candidate) => fits(candidate, lines))
  if (fitting !== undefined) return fitting
  if (format === undefined && HEADER.test(first)) return csvFormat(first, fields)
  if (format !== undefined && candidates[0] !== undefined) return candidates[0]
  throw unknownFormat(first, format)
}

function fits(format: LineFormat, lines: readonly string[]): boolean {
  const reader = new RequestReader(format)
  const read = lines.filter((line) => {
    const bytes = Buffer.from(line)
    return reader.read(bytes, 0, bytes.length)
  })
  const forwarded =
    !format.name.includes('Forwarded') || lines.every((line) => /"(-|[\d.:a-f, ]+|unknown)"$/i.test(line))
  return forwarded && read.length > 0 && read.length >= lines.length * ENOUGH
}

function hasNoFields(format: string): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected --fields with JSON lines or CSV, found a log in the format ${format}, whose fields have no names`,
    "say with --format what stands where, as the server's configuration has it",
  )
}

function unknownFormat(first: string, format: string | undefined): RehearsalError {
  const expected =
    format === undefined
      ? 'an access log in the combined or common format, JSON lines, HAR, or CSV with a header'
      : '--format to be combined, common, json, csv, har, or a format with $variables or %directives'
  const found = format === undefined ? `a first line that looks like ${masked(first)}` : `"${format}"`
  return new RehearsalError(
    'usage',
    `expected ${expected}, found ${found}`,
    "give the format as the server's configuration has it, in single quotes: --format '$remote_addr [$time_local] \"$request\" $status'",
  )
}
