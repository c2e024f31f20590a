import { literal } from '../naming.ts'
import type { Column } from './column.ts'
import type { Condition } from './partition.ts'
import { resembling } from './regex.ts'
import type { Table } from './table.ts'
import { value } from './value.ts'

const MOST = 60

/**
 * Values that may satisfy the conditions on a column: made of the constants that they name. Whether they do is for the
 * server to say.
 */
export function candidates(table: Table, column: Column, n: string): readonly string[] {
  const about = table.conditions.filter(({ columns }) => columns.includes(column.name))
  const strings = [...new Set(about.flatMap(({ sql }) => stringsOf(sql)))]
  const numbers = [...new Set(about.flatMap(numbersOf))].toSorted((one, other) => one - other)
  const { type, typeSql } = column
  const made =
    type.category === 'S'
      ? [...chosen(strings, typeSql, n), ...texts(strings, numbers, n)]
      : type.category === 'N'
        ? [...chosen(numbers.map(String), typeSql, n), ...between(numbers, n)]
        : type.category === 'D'
          ? times(strings, typeSql, n)
          : type.name === 'bytea'
            ? bytes(numbers, n)
            : [...chosen(strings, typeSql, n), ...literals(type.labels, typeSql)]
  const others = type.name === 'bool' ? ['true', 'false'] : []
  const shifted = [`(${n} + 1)`, `(2 * ${n})`].map((at) => value(column, at))
  const all = [...made.map((sql) => `(${sql})::${typeSql}`), ...others, ...shifted.filter((one) => one !== null)]
  return [...new Set(all)].slice(0, MOST)
}

function stringsOf(sql: string): readonly string[] {
  return [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, inside = '']) => inside.replaceAll("''", "'"))
}

/** Numbers of type modifiers and of casts' names are no constants, but do no harm either. */
function numbersOf({ sql }: Condition): readonly number[] {
  const bare = sql
    .replace(/'((?:[^']|'')*)'::(?:numeric|integer|bigint|smallint|double precision)/g, '$1')
    .replace(/'(?:[^']|'')*'/g, '')
  return [...bare.matchAll(/(?<![\w.])-?\d+(?:\.\d+)?/g)].map(([digits]) => Number(digits))
}

/** One after another, then each alone: where another column decides which of them fits. */
function chosen(constants: readonly string[], typeSql: string, n: string): readonly string[] {
  if (constants.length === 0) return []
  const quoted = constants.map(literal)
  const all = `(ARRAY[${quoted.join(', ')}]::${typeSql}[])[1 + ${n} % ${quoted.length}]`
  return quoted.length === 1 ? quoted : [all, ...quoted]
}

function literals(labels: readonly string[], typeSql: string): readonly string[] {
  return labels.map((label) => `${literal(label)}::${typeSql}`)
}

function texts(strings: readonly string[], numbers: readonly number[], n: string): readonly string[] {
  const lengths = [...new Set(numbers.flatMap((one) => [one, one - 1, one + 1]))].filter((one) => one > 0 && one < 1000)
  return [
    ...strings.flatMap((pattern) => {
      const like = resembling(pattern, n)
      return like === null ? [] : [like]
    }),
    ...strings.map((pattern) => `replace(replace(${literal(pattern)}, '%', (${n})::text), '_', 'x')`),
    ...lengths.flatMap((length) => [
      `right(lpad((${n})::text, ${length}, '0'), ${length})`,
      `right(lpad(translate((${n})::text, '0123456789', 'ABCDEFGHIJ'), ${length}, 'A'), ${length})`,
      `right(lpad(translate((${n})::text, '0123456789', 'abcdefghij'), ${length}, 'a'), ${length})`,
    ]),
    `'x' || ${n}`,
    `'1.0.' || ${n}`,
    `'X' || ${n}`,
    `(${n})::text`,
    `'user' || ${n} || '@example.com'`,
    `'https://example.com/' || ${n}`,
    `md5((${n})::text)`,
    `translate((${n})::text, '0123456789', 'abcdefghij')`,
    `translate((${n})::text, '0123456789', 'ABCDEFGHIJ')`,
  ]
}

/** A digest is as long as its kind says: numbers in a condition are lengths. */
function bytes(numbers: readonly number[], n: string): readonly string[] {
  const lengths = [...new Set(numbers)].filter((one) => Number.isInteger(one) && one > 0 && one < 1000)
  return lengths.map((length) => `decode(right(lpad(to_hex(${n}), ${2 * length}, '0'), ${2 * length}), 'hex')`)
}

/** Between two neighbouring constants, above the last, below the first. */
function between(numbers: readonly number[], n: string): readonly string[] {
  const gaps = numbers.slice(1).map((high, at) => ({ low: numbers[at] ?? 0, high }))
  const [first, last] = [numbers[0], numbers.at(-1)]
  return [
    ...gaps.flatMap(({ low, high }) => [
      `${low} + ${n} % ${Math.max(1, Math.floor(high - low))}`,
      `${low} + (${high} - ${low})::numeric * (1 + ${n} % 998) / 1000`,
      `${low} + 1 + ${n} % ${Math.max(1, Math.floor(high - low))}`,
    ]),
    ...(last === undefined ? [] : [`${last} + ${n}`, `${last} * ${n}`]),
    ...(first === undefined ? [] : [`${first} - ${n}`]),
    `1 + ${n} % 100`,
    `(1 + ${n} % 998)::numeric / 1000`,
    `-${n}`,
    '1',
    '0',
  ]
}

function times(strings: readonly string[], typeSql: string, n: string): readonly string[] {
  const dates = strings.filter((one) => /^\d{4}-\d\d-\d\d/.test(one)).toSorted()
  const around = dates.flatMap((one) => [
    `${literal(one)}::timestamp + ${n} * interval '1 second'`,
    `${literal(one)}::timestamp - ${n} * interval '1 second'`,
  ])
  const gaps = dates.slice(1).map((high, at) => {
    const [from, to] = [dates[at] ?? high, high].map((one) => `${literal(one)}::timestamp`)
    return `${from} + (${to} - ${from}) * ((${n} % 1000000)::float8 / 1000000)`
  })
  if (typeSql.startsWith('time ') || typeSql === 'interval') {
    return [
      `interval '1 hour' + ${n} % 1000 * interval '1 second'`,
      `interval '9 hours' + ${n} % 1000 * interval '1 second'`,
    ]
  }
  return [
    ...gaps,
    ...around,
    `now() - ${n} * interval '1 minute' + interval '1 day'`,
    `now() - ${n} * interval '1 minute' - interval '1 day'`,
    `now() + ${n} * interval '1 minute' + interval '1 day'`,
    `now() + ${n} * interval '1 minute' + interval '400 days'`,
    `date_trunc('day', now()) - ${n} * interval '1 day'`,
    `date_trunc('month', now()) - ${n} % 10000 * interval '1 month'`,
  ]
}
