import type { SpelledType } from '../sql/type-name.ts'

/** As format_type() spells those that SQL has several names for. */
const NAMES: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  character: 'bpchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  integer: 'int4',
  bigint: 'int8',
  smallint: 'int2',
  boolean: 'bool',
  'double precision': 'float8',
  real: 'float4',
  'bit varying': 'varbit',
}

/** `character varying(20)` as a type; what follows the limits belongs to the name. */
export function typeOfText(text: string): SpelledType {
  const limits = /\(([\d,-]+)\)/.exec(text)?.[1]
  const whole = text.replace(/\([\d,-]+\)/, '').replace(/\[\]$/, '')
  return { name: NAMES[whole] ?? whole, limits: limits?.split(',').map(Number) ?? [], array: text.endsWith('[]') }
}

/** Whether ALTER COLUMN TYPE from one to the other writes every row anew; what only loosens a limit does not. */
export function rewrites(from: SpelledType, to: SpelledType, timeZone: string): boolean {
  if (from.array !== to.array) return true
  const [old, limit] = [from.limits[0], to.limits[0]]
  if (from.name !== to.name) return !relabelled(from, to, timeZone)
  if (limit === undefined) return false
  if (from.name === 'numeric') {
    return old === undefined || limit < old || (from.limits[1] ?? 0) !== (to.limits[1] ?? 0)
  }
  if (from.name === 'bpchar' || from.name === 'bit') return old !== limit
  return old === undefined || limit < old
}

const UTC: ReadonlySet<string> = new Set(['utc', 'etc/utc', 'gmt', 'etc/gmt', 'zulu', 'uct', 'universal', '0'])

/** Types that are stored alike, so that only the catalog changes. */
function relabelled(from: SpelledType, to: SpelledType, timeZone: string): boolean {
  // Where the clock never differs from UTC, PostgreSQL knows that both hold the same number.
  const stamps = ['timestamp', 'timestamptz']
  if (stamps.includes(from.name) && stamps.includes(to.name)) {
    return UTC.has(timeZone.toLowerCase()) && (to.limits[0] ?? 6) >= (from.limits[0] ?? 6)
  }
  if (from.name === 'varchar' && to.name === 'text') return true
  if (from.name === 'text' && to.name === 'varchar') return to.limits.length === 0
  return from.name === 'cidr' && to.name === 'inet'
}
