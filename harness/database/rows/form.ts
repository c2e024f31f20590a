import { literal } from '../naming.ts'

/**
 * How a column enters the digest: `same` through its type's own hash function, `binary` through its send function, and
 * `text` through its output function.
 *
 * A type's own hash function serves where equal means identical and where it has 64 bits to give. That leaves out numeric
 * (1.0 and 1.00 are equal), floats (so are 0 and -0), jsonb and char(n), and all that is hashed as an int8: those hash
 * functions fold 64 bits to 32, and 0 meets 4294967297. Text is for the rest: the binary form of an enum, an array or a
 * composite type holds numbers of types, which differ once a type was dropped and made again.
 */
type Form = 'same' | 'binary' | 'text'

const SAME: ReadonlySet<string> = new Set(
  ['bool', 'char', 'int2', 'int4', 'oid', 'date', 'uuid', 'bytea', 'macaddr', 'macaddr8'], //
)

/** Types whose send function gives the same bytes for the same value on any server, and other bytes for any other. */
const SENT_BY: Readonly<Record<string, string>> = {
  int8: 'int8send',
  numeric: 'numeric_send',
  money: 'cash_send',
  time: 'time_send',
  timetz: 'timetz_send',
  timestamp: 'timestamp_send',
  timestamptz: 'timestamptz_send',
  interval: 'interval_send',
  bpchar: 'bpcharsend',
  json: 'json_send',
  jsonb: 'jsonb_send',
  inet: 'inet_send',
  cidr: 'cidr_send',
  bit: 'bit_send',
  varbit: 'varbit_send',
  xid8: 'xid8send',
  pg_lsn: 'pg_lsn_send',
}

/** A calculated NaN has another sign than a written one, and both are read as NaN. */
const NOT_A_NUMBER: Readonly<Record<string, string>> = { float4: 'float4send', float8: 'float8send' }

/** Texts of these types are hashed alike, so that varchar may become text. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar', 'name'])

/** A type as digests know it: PostgreSQL's own by name, all texts as `text`; every other one is `*`, whatever it is. */
export function familyOf(type: string, builtIn: boolean): string {
  if (!builtIn) return '*'
  if (TEXTS.has(type)) return 'text'
  return formOf(type) === 'text' ? '*' : type
}

function formOf(family: string): Form {
  if (SAME.has(family) || family === 'text') return 'same'
  return family in SENT_BY || family in NOT_A_NUMBER ? 'binary' : 'text'
}

/** SQL for a column of that family as something that its hash tells from every other value; NULL stays NULL. */
export function hashable(column: string, family: string): string {
  if (family === 'text') return `${column}::pg_catalog.text COLLATE "C"`
  const send = SENT_BY[family]
  if (send !== undefined) return `${send}(${column})`
  const sendNumber = NOT_A_NUMBER[family]
  if (sendNumber !== undefined) return `${sendNumber}(CASE WHEN ${column} = 'NaN' THEN 'NaN' ELSE ${column} END)`
  return SAME.has(family) ? `${column}::pg_catalog.${quoted(family)}` : textual(column)
}

/** A row's text tells NULL from '', keeps the blanks of char(n), and exists for every type. */
function textual(column: string): string {
  return `ROW(${column})::text COLLATE "C"`
}

/** A column that is of another type now, read as a value of its earlier family. */
export interface Retyped {
  /** To be hashed in the column's place. */
  readonly value: string
  /** What tells a row apart whose text is none of the earlier type; 0 for every other row. Null where all texts fit. */
  readonly misfit: string | null
}

/**
 * Reads the column as text and takes that for a value of its earlier type. Equal texts are then equal values, and a text
 * that no value of the earlier type has cannot be equal to any.
 */
export function retyped(column: string, family: string): Retyped {
  const text = `format('%s', ${column})`
  const there = `${column} IS DISTINCT FROM NULL`
  if (family === 'text') return { value: hashable(`(CASE WHEN ${there} THEN ${text} END)`, family), misfit: null }
  const type = `pg_catalog.${quoted(family)}`
  const valid = `pg_input_is_valid(${text}, ${literal(type)})`
  const fits = `CASE WHEN ${valid} THEN format('%s', ${text}::${type}) = ${text} ELSE false END`
  return {
    value: hashable(`(CASE WHEN ${fits} THEN ${text}::${type} END)`, family),
    misfit: `CASE WHEN ${there} AND NOT ${fits} THEN hashtextextended(${textual(column)}, 3) ELSE 0 END`,
  }
}

/** `char` without quotes is another type. */
function quoted(type: string): string {
  return `"${type}"`
}
