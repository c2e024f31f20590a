import { createHash } from 'node:crypto'

const HASH_DIGITS = 16

/** Of a null, as scenarios/lib/content.ts spells it. */
const NULL = '\u0000null'

/** Whether a client's hash is that of what a column holds, given as PostgreSQL's text, in one of the spellings of its type. */
export function isSameContent(hash: string, value: string | null, type: string): boolean {
  if (value === null) return hash === hashOf(NULL)
  return hash === hashOf(value) || spellings(value, type).some((spelled) => hash === hashOf(spelled))
}

/** As scenarios/lib/ledger.ts hashes: enough digits to tell values apart, too few to keep them. */
export function hashOf(spelled: string): string {
  return createHash('sha256').update(spelled).digest('hex').slice(0, HASH_DIGITS)
}

const NUMBERS = /^(smallint|integer|bigint|numeric|real|double precision)$/
const MOST_DECIMALS = 6

/**
 * How a client may have written a value: JSON knows one kind of number, JavaScript writes 1.50 as 1.5 and times in its
 * own way, and money often travels as text with its cents.
 */
function spellings(value: string, type: string): readonly string[] {
  if (NUMBERS.test(type)) return numberSpellings(value)
  if (type === 'boolean') return [value === 'true' ? '1' : '0']
  if (type === 'uuid') return [value.toUpperCase()]
  if (type === 'bytea') return binarySpellings(Buffer.from(value.slice(2), 'hex'))
  if (type === 'date' || type.startsWith('timestamp')) return timeSpellings(value, type)
  return isRead(type) ? [JSON.stringify(sorted(JSON.parse(value)))] : []
}

/** Types whose values are asked for as JSON, since no client writes them as PostgreSQL does. */
export function isRead(type: string): boolean {
  return type === 'json' || type === 'jsonb' || type.endsWith('[]')
}

function numberSpellings(value: string): readonly string[] {
  const number = Number(value)
  // Further noughts are for text only: no number has them.
  const decimals = value.includes('.') ? (value.split('.')[1]?.replace(/0+$/, '').length ?? 0) : 0
  const padded = Array.from({ length: Math.max(0, MOST_DECIMALS + 1 - decimals) }, (_, more) => {
    const whole = value.includes('.') ? value.replace(/0+$/, '') : `${value}.`
    return `${whole}${'0'.repeat(more)}`.replace(/\.$/, '')
  })
  return Number.isFinite(number) ? [String(number), ...padded] : []
}

function binarySpellings(bytes: Buffer): readonly string[] {
  return [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('utf8')]
}

/** `2026-11-21 06:12:00.5+00`, as a session in UTC is told it, in the spellings of JavaScript and of ISO 8601. */
function timeSpellings(value: string, type: string): readonly string[] {
  const iso = value.replace(' ', 'T').replace(/\+00$/, '')
  const date = new Date(type === 'date' ? value : `${iso}Z`)
  if (Number.isNaN(date.getTime())) return []
  const atMs = date.getTime()
  const full = date.toISOString()
  const short = full.replace('.000Z', 'Z')
  const zones = [iso, full.slice(0, -1), short.slice(0, -1)].flatMap((text) => [text, `${text}Z`, `${text}+00:00`])
  return [...zones, full.slice(0, 10), String(atMs), String(atMs / 1000)]
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
