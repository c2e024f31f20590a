import { literal } from '../naming.ts'

/** What a text is likely to hold, by the name of its column. The first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, (n: string) => string])[] = [
  [/e_?mail/, (n) => `'user' || ${n} || '@example.com'`],
  [/(^|_)(uuid|guid)$/, (n) => `md5((${n})::text)::uuid::text`],
  [/(^|_)(ur[li]|link|website|href|webhook|callback)$/, (n) => `'https://example.com/' || ${n}`],
  [/phone|mobile|(^|_)fax$/, (n) => `'+1555' || lpad((${n})::text, 7, '0')`],
  [
    /(^|_)(json|payload|metadata|meta|settings|config|attributes|properties|options)$/,
    (n) => `format('{"n": %s}', ${n})`,
  ],
  [
    /(_at|_date|_time|_on)$|^(date|time|timestamp)$/,
    (n) => `to_char(timestamp '2020-01-01' + ${n} * interval '1 minute', 'YYYY-MM-DD HH24:MI:SS')`,
  ],
  [
    /(^|_)(amount|price|total|cost|qty|quantity|count|number|num|no|age|year|size|weight|score|rate|balance|cents)$/,
    (n) => `(${n})::text`,
  ],
  [/(^|_)(hash|token|secret|digest|checksum|fingerprint|sha\d*|md5)$/, (n) => `md5((${n})::text)`],
  [/(^|_)ip(_?addr(ess)?)?$/, (n) => `host('10.0.0.0'::inet + ${n} % 16777216)`],
  [/(^|_)(slug|handle|user_?name|login|key|code|sku)$/, (n) => `'NAME-' || ${n}`],
]

/** A text that is another one for each `n`, as long as `length` lets it be. */
export function text(name: string, length: number | null, n: string): string {
  const column = name.toLowerCase()
  const made = BY_NAME.find(([pattern]) => pattern.test(column))?.[1](n)
  const word = column.replace(/[^a-z_]/g, '').slice(0, 20) || 'text'
  const full = made?.replace("'NAME-'", `'${word}-'`) ?? `'${word} ' || ${n}`
  if (length === null || length > 60) return full
  if (length <= 3) return letters(length, n)
  const digits = `right(lpad((${n})::text, ${length}, '0'), ${length})`
  return length <= 12 ? digits : `CASE WHEN length(${full}) <= ${length} THEN ${full} ELSE ${digits} END`
}

function letters(length: number, n: string): string {
  return Array.from({ length }, (_, at) => `chr(65 + ((${n} / ${26 ** (length - 1 - at)}) % 26)::int)`).join(' || ')
}

/** What the texts of a column have in common, as the server saw it. */
export interface Manner {
  readonly digits: boolean
  readonly email: boolean
  readonly uuid: boolean
  readonly json: boolean
  readonly time: boolean
  readonly longest: number
}

/** SQL that tells the manner of a column's texts; of one without any, nothing is told. */
export function mannerOf(column: string): string {
  const all = (pattern: string) => `coalesce(bool_and(${column}::text ~ ${literal(pattern)}), false)`
  return `json_build_object('digits', ${all('^\\d+$')}, 'email', ${all('^[^@ ]+@[^@ ]+$')},
    'uuid', ${all('^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')}, 'json', ${all('^[[{].*[]}]$')},
    'time', ${all('^\\d{4}-\\d\\d-\\d\\d([ T]|$)')}, 'longest', coalesce(max(length(${column}::text)), 0))`
}

/** A text in the manner of those there are: `sample` is SQL for one of them. null where only copies will do. */
export function alike(manner: Manner, sample: string, length: number | null, n: string): string | null {
  if (manner.json || manner.time) return null
  if (manner.uuid) return `md5((${n})::text)::uuid::text`
  const made = manner.digits
    ? `lpad((${n})::text, greatest(length((${n})::text), ${manner.longest}), '9')`
    : manner.email
      ? `'user' || ${n} || '@example.com'`
      : `${sample} || '-' || ${n}`
  // Made shorter, two of them might be one.
  return length !== null && manner.longest + 11 > length ? null : made
}
