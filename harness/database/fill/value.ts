import { identifier } from '../naming.ts'
import type { Column } from './column.ts'
import { text } from './text.ts'
import type { Type } from './type.ts'

/** What a value may go by besides its type. */
export type Described = Pick<Column, 'name' | 'type' | 'typeSql' | 'limit'>

/** Above this nothing is worth telling apart. */
export const PLENTY = 10 ** 15

/**
 * SQL for a plausible value of a column, another one for each `n` (SQL of a whole number from 1) as far as its type has
 * room; null where the type is not known. Numbers are positive and times lie in the past.
 */
export function value(column: Described, n: string): string | null {
  const { type, typeSql, limit } = column
  if (type.kind === 'enum') {
    return type.labels.length === 0 ? null : `(enum_range(NULL::${type.sql}))[1 + (${n} % ${type.labels.length})::int]`
  }
  if (type.element !== null) {
    const inside = value(plain(column, type.element), n)
    return inside === null ? null : `ARRAY[${inside}]::${typeSql}`
  }
  if (type.kind === 'composite') {
    const parts = type.attributes.map((attribute) => value(plain(column, attribute), n) ?? 'NULL')
    return `ROW(${parts.join(', ')})::${type.sql}`
  }
  if (type.kind === 'range') return range(column, n)
  if (type.kind === 'multirange') {
    const inside = type.inner === null ? null : value(plain(column, type.inner), n)
    return inside === null ? null : `${called(type)}(${inside})`
  }
  if (type.category === 'S') return `(${text(column.name, limit.length, n)})::${typeSql}`
  if (type.name === 'numeric') return numeric(limit, n)
  if (type.name === 'bit' || type.name === 'varbit') return `((${n})::bigint::bit(${limit.length ?? 64}))::${typeSql}`
  return SIMPLE[type.name]?.(n) ?? null
}

/** How many rows such values tell apart. */
export function room({ type, limit }: Described): number {
  if (type.kind === 'enum') return type.labels.length
  if (type.element !== null) return room(plainly(type.element))
  if (type.category === 'S') {
    if (limit.length === null || limit.length > 12) return PLENTY
    return limit.length <= 3 ? 26 ** limit.length : 10 ** limit.length
  }
  if (type.name === 'numeric') return limit.precision === null ? PLENTY : 10 ** Math.min(15, limit.precision) - 1
  if (type.name === 'bit') return 2 ** Math.min(49, limit.length ?? 1)
  return ROOM[type.name] ?? PLENTY
}

function plain({ name }: Described, type: Type): Described {
  return { ...plainly(type), name }
}

function plainly(type: Type): Described {
  return { name: '', type, typeSql: type.sql, limit: { length: null, precision: null, scale: 0 } }
}

/** A range's constructor has the type's own name, and its bounds must be in order; neighbours do not overlap. */
function range(column: Described, n: string): string | null {
  if (column.type.inner === null) return null
  const [one, other] = [n, `(${n} + 1)`].map((at) => value(plain(column, column.type.inner as Type), at))
  if (one == null || other == null) return null
  return `${called(column.type)}(least(${one}, ${other}), greatest(${one}, ${other}))`
}

function called({ sql, name }: Type): string {
  return sql.includes('.') || sql.startsWith('"') ? sql : identifier(name)
}

/** As many digits as fit: whole numbers where there is room for plenty, cents where there is not. */
function numeric({ precision, scale }: Column['limit'], n: string): string {
  if (precision === null) return `(${n})::numeric`
  const whole = Math.min(15, precision - scale)
  if (whole >= 7) return `(1 + (${n} - 1) % ${10 ** whole - 1})::numeric`
  return `((1 + (${n} - 1) % ${10 ** Math.min(15, precision) - 1})::numeric / ${10 ** Math.max(0, scale)})`
}

const ago = (n: string, unit: string) => `${n} * interval '1 ${unit}'`

const SIMPLE: Readonly<Record<string, (n: string) => string>> = {
  int2: (n) => `(1 + (${n} - 1) % 32767)::int2`,
  int4: (n) => `(1 + (${n} - 1) % 2147483647)::int4`,
  int8: (n) => `(${n})::int8`,
  float4: (n) => `(${n})::float4`,
  float8: (n) => `(${n})::float8`,
  money: (n) => `(${n} % 1000000000)::int8::money`,
  bool: (n) => `(${n} % 2 = 0)`,
  timestamptz: (n) => `(now() - ${ago(n, 'minute')})`,
  timestamp: (n) => `(now()::timestamp - ${ago(n, 'minute')})`,
  date: (n) => `(current_date - (${n} % 700000)::int)`,
  time: (n) => `(time '00:00' + ${ago(`(${n} % 86400000)`, 'millisecond')})`,
  timetz: (n) => `(time '00:00' + ${ago(`(${n} % 86400000)`, 'millisecond')})::timetz`,
  interval: (n) => `(${ago(n, 'second')})`,
  uuid: (n) => `md5((${n})::text)::uuid`,
  json: (n) => `format('{"n": %s}', ${n})::json`,
  jsonb: (n) => `format('{"n": %s}', ${n})::jsonb`,
  xml: (n) => `format('<n>%s</n>', ${n})::xml`,
  bytea: (n) => `decode(md5((${n})::text), 'hex')`,
  inet: (n) => `('10.0.0.0'::inet + ${n} % 16777216)`,
  cidr: (n) => `('10.0.0.0'::inet + ${n} % 16777216)::cidr`,
  macaddr: (n) => `('02' || lpad(to_hex(${n} % 1099511627776), 10, '0'))::macaddr`,
  macaddr8: (n) => `('0200000' || lpad(to_hex(${n} % 1099511627776), 9, '0'))::macaddr8`,
  tsvector: (n) => `to_tsvector('simple', 'word ' || ${n})`,
  tsquery: (n) => `to_tsquery('simple', 'word' || ${n})`,
  oid: (n) => `(${n} % 4294967295)::oid`,
  pg_lsn: (n) => `('0/0'::pg_lsn + ${n})`,
  char: (n) => `chr(65 + (${n} % 26)::int)::"char"`,
  point: (n) => `point(${n}, ${n})`,
  lseg: (n) => `lseg(point(0, 0), point(${n}, ${n}))`,
  line: (n) => `line(point(0, 0), point(${n}, 1))`,
  box: (n) => `box(point(${n}, 0), point(${n} + 0.5, 1))`,
  path: (n) => `('((0,0),(' || ${n} || ',1))')::path`,
  polygon: (n) => `polygon(box(point(${n}, 0), point(${n} + 0.5, 1)))`,
  circle: (n) => `circle(point(${n}, 0), 0.4)`,
  hstore: (n) => `('n=>' || ${n})::hstore`,
  ltree: (n) => `('top.n' || ${n})::ltree`,
}

const ROOM: Readonly<Record<string, number>> = {
  int2: 32_767,
  int4: 2_147_483_647,
  bool: 2,
  char: 26,
  date: 700_000,
  time: 86_400_000,
  timetz: 86_400_000,
  inet: 16_777_216,
  cidr: 16_777_216,
}
