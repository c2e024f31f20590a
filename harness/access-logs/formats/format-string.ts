import { RehearsalError } from '../../errors.ts'
import { type ApacheField, apacheField } from './apache-directives.ts'
import { delimitedReader, type Pattern } from './delimited.ts'
import { nginxField } from './nginx-variables.ts'
import { type FieldMeaning, type LineFormat, ROLES, SLOT } from './slices.ts'

interface Piece {
  readonly text: string
  readonly field: (FieldMeaning & { readonly name: string }) | null
}

const NGINX = /\$\{?(\w+)\}?|[^$]+|\$/g
const APACHE = /%[<>]?(?:!?\d+(?:,\d+)*)?(?:\{([^}]*)\})?([A-Za-z%])|[^%]+/g

/**
 * A reader for an nginx `log_format` or an Apache `LogFormat`, told apart by their variables. Throws `usage` where the
 * format has no time, request or status, for without them no traffic can be learned.
 */
export function formatOfString(format: string, name?: string): LineFormat {
  const nginx = /\$\{?\w/.test(format)
  const pieces = nginx ? nginxPieces(format) : apachePieces(format)
  const fields = pieces.flatMap(({ field }) => (field === null ? [] : [field]))
  const roles = fields.map(({ role }) => role)
  const lacking = [
    roles.includes('time') ? '' : 'the time',
    roles.includes('request') || roles.includes('target') ? '' : 'the request',
    roles.includes('status') ? '' : 'the status',
  ].filter((what) => what !== '')
  if (lacking.length > 0) throw unreadable(lacking, fields.length)
  const latency = fields.find(({ role }) => role === 'latency')
  return {
    name: name ?? (nginx ? 'nginx log_format' : 'Apache LogFormat'),
    reading: ROLES.flatMap((role) =>
      fields.filter((field) => field.role === role).map((field) => `${role} in ${field.name}`),
    ),
    latencyUnitMs: latency?.latencyUnitMs ?? 1,
    stamps: nginx ? 'end' : 'start',
    read: delimitedReader(patternOf(pieces)),
  }
}

function nginxPieces(format: string): readonly Piece[] {
  return [...format.matchAll(NGINX)].map(([text, variable]) =>
    variable === undefined ? { text, field: null } : { text: '', field: { name: text, ...nginxField(variable) } },
  )
}

function apachePieces(format: string): readonly Piece[] {
  // In httpd.conf the format stands in quotes, and those within it have a backslash.
  const unquoted = format.replaceAll('\\"', '"')
  return [...unquoted.matchAll(APACHE)].flatMap(([text, argument = '', directive]): readonly Piece[] => {
    if (directive === undefined || directive === '%') return [{ text: directive ?? text, field: null }]
    const { bracketed = false, ...meaning }: ApacheField = apacheField(directive, argument)
    const field = { text: '', field: { name: text, ...meaning } }
    return bracketed ? [{ text: '[', field: null }, field, { text: ']', field: null }] : [field]
  })
}

/** The literals between fields, joined where several stand side by side. The first of two fields of a role is read. */
function patternOf(pieces: readonly Piece[]): Pattern {
  const texts = ['']
  const slots: (number | null)[] = []
  const taken = new Set<string>()
  for (const { text, field } of pieces) {
    if (field === null) {
      texts.push((texts.pop() ?? '') + text)
      continue
    }
    const role = field.role !== null && !taken.has(field.role) ? field.role : null
    if (role !== null) taken.add(role)
    // Two fields without anything between them, as %U%q: the first takes all, the second is nothing.
    if (slots.length > 0 && texts.at(-1) === '') continue
    slots.push(role === null ? null : SLOT[role])
    texts.push('')
  }
  return { before: texts[0] ?? '', fields: slots.map((slot, index) => ({ slot, after: texts[index + 1] ?? '' })) }
}

function unreadable(lacking: readonly string[], fields: number): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected a log format with ${lacking.join(', ')}, found ${fields === 0 ? 'no variable' : `${fields} variables without`} in --format`,
    "give it as the server's configuration has it, in single quotes: --format '$remote_addr [$time_local] \"$request\" $status'",
  )
}
