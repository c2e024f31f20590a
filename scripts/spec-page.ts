import { writeFileSync } from 'node:fs'
import { DURATION_PATTERN, RATE_PATTERN } from '../harness/model/duration.ts'
import { jsonSchema } from '../harness/spec/schema.ts'
import { type Key, keysOf, type Schema } from './spec-keys.ts'

const INTRO = `# The spec, key by key

\`rehearsal.yaml\` is YAML; unknown keys are errors, and every complaint comes at once, with line and column. Paths are relative
to the spec. \`\${NAME}\` in capitals is filled in from the environment before the spec is read, the placeholders named below by the
running copy. [A spec by example](spec-by-example.md) is the quicker way in; editors check against \`rehearsal.schema.json\`.

Durations are written \`300ms\`, \`5s\`, \`2m\`, \`1.5h\`; rates \`20/s\`, \`600/m\`. \`NAME\` stands for a name of yours, \`[]\` for each item
of a list. A key in **bold** must be there.

Generated from the schema by \`node scripts/spec-page.ts\`.
`

/** docs/spec.md, generated so that it cannot fall behind the schema. */
export function renderSpecPage(schema: Record<string, unknown>): string {
  const {
    properties = {},
    required = [],
    definitions = {},
  } = schema as Schema & {
    readonly definitions?: Readonly<Record<string, Schema>>
  }
  const sections = Object.entries(properties).map(([name, value]) => section(name, value, required.includes(name)))
  const steps = definitions.step === undefined ? [] : [stepsSection(definitions.step)]
  return `${[INTRO, ...sections, ...steps].join('\n')}`
}

function section(name: string, schema: Schema, required: boolean): string {
  const takes = schema.properties === undefined ? `Takes ${takesOf(schema)}. ` : ''
  const must = required ? ' Must be there.' : ''
  return `## ${name}\n\n${takes}${schema.description ?? ''}${must}\n${table(keysOf(schema, name))}`
}

function stepsSection(step: Schema): string {
  const words = 'An item of `steps`, in `upgrade` and in `rollback`: one of `migrate`, `service`, `run` and `wait`.'
  return `## Steps\n\n${words}\n${table((step.anyOf ?? []).flatMap((one) => keysOf(one, '')))}`
}

function table(keys: readonly Key[]): string {
  if (keys.length === 0) return ''
  const rows = keys.map(row).join('\n')
  return `\n| key | takes | unless said | |\n| --- | --- | --- | --- |\n${rows}\n`
}

function row({ path, required, schema, shape, as }: Key): string {
  const name = required && shape === null ? `**\`${path}\`**` : `\`${path}\``
  const of = shape === null || path.endsWith('.way') ? '' : ` (with \`${shape}\`)`
  const takes = as === null ? takesOf(schema) : `${takesOf(schema)}, as at [\`${as}\`](#${as.split('.')[0]})`
  return `| ${name}${of} | ${takes} | ${unlessSaid(schema)} | ${cell(schema.description ?? '')} |`
}

/** Empty maps and lists go without saying. */
function unlessSaid({ default: value }: Schema): string {
  if (value === undefined || value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0))
    return ''
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

function takesOf(schema: Schema): string {
  const { allOf, anyOf, oneOf, enum: values, const: value } = schema
  const $ref = schema.$ref ?? allOf?.[0]?.$ref
  if ($ref !== undefined) return $ref.endsWith('/step') ? 'a [step](#steps)' : 'any value'
  if (value !== undefined) return `\`${String(value)}\``
  if (values !== undefined) return values.map((one) => `\`${String(one)}\``).join(', ')
  const shapes = anyOf ?? oneOf
  if (shapes !== undefined) return [...new Set(shapes.map(takesOf))].join(' or ')
  return Array.isArray(schema.type) ? 'text' : ofType(schema)
}

function ofType({ type, pattern, items, minimum, maximum }: Schema): string {
  switch (type) {
    case 'string':
      if (pattern === DURATION_PATTERN.source) return 'a duration'
      return pattern === RATE_PATTERN.source ? 'a rate' : 'text'
    case 'integer':
      return between('a whole number', minimum, maximum)
    case 'number':
      return minimum === 0 && maximum === 1 ? 'a share from 0 to 1' : between('a number', minimum, maximum)
    case 'boolean':
      return '`true`, `false`'
    case 'array':
      return items === undefined ? 'a list' : `a list: ${takesOf(items)}`
    default:
      return 'a map'
  }
}

/** Bounds that nobody meets are not worth a word. */
function between(what: string, minimum: number | undefined, maximum: number | undefined): string {
  const bound = minimum !== undefined && maximum !== undefined && maximum <= 2 ** 31
  return bound ? `${what} from ${minimum} to ${maximum}` : what
}

/** A cell ends at a bar, and what looks like a tag would vanish. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<').replaceAll('\n', ' ')
}

if (import.meta.main) writeFileSync(new URL('../docs/spec.md', import.meta.url), renderSpecPage(jsonSchema()))
