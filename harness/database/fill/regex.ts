import { literal } from '../naming.ts'

/**
 * SQL for a text that a simple regular expression admits: literals, classes, `\d \w \s .`, groups (their first
 * alternative) and counts. The first counted class that is long enough carries digits or letters of `n`. null for
 * whatever else stands in it.
 */
export function resembling(pattern: string, n: string): string | null {
  const parts = sequence(new Reader(pattern.replace(/^\^/, '').replace(/\$$/, '')))
  if (parts === null) return null
  // The longest run that may hold any character of its class tells the rows apart.
  const widest = parts.reduce<number>((best, part, at) => (width(part) > width(parts[best]) ? at : best), 0)
  const pieces = parts.map((part, at) => (at === widest ? counted(part, n) : literal(part.sample.repeat(part.least))))
  return pieces.length === 0 ? null : pieces.join(' || ')
}

interface Part {
  /** One character of those admitted, or a text. */
  readonly sample: string
  /** Digits or letters that a number can be spelled in; empty where only the sample fits. */
  readonly alphabet: string
  readonly least: number
  readonly most: number
}

const width = (part: Part | undefined) => (part === undefined || part.alphabet === '' ? 0 : Math.min(part.most, 12))

function counted({ sample, alphabet, least, most }: Part, n: string): string {
  if (alphabet === '') return literal(sample.repeat(least))
  const length = Math.min(most, Math.max(least, 10))
  const digits =
    alphabet === '0123456789' ? `(${n})::text` : `translate((${n})::text, '0123456789', ${literal(alphabet)})`
  return `right(lpad(${digits}, ${length}, ${literal(alphabet.slice(0, 1))}), ${length})`
}

class Reader {
  at = 0
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  peek(): string {
    return this.text[this.at] ?? ''
  }
  take(): string {
    return this.text[this.at++] ?? ''
  }
  match(pattern: RegExp): RegExpExecArray | null {
    const found = pattern.exec(this.text.slice(this.at))
    if (found !== null) this.at += found[0].length
    return found
  }
}

function sequence(reader: Reader): readonly Part[] | null {
  const parts: Part[] = []
  while (reader.peek() !== '' && reader.peek() !== ')' && reader.peek() !== '|') {
    const atom = one(reader)
    if (atom === null) return null
    const [least, most] = count(reader)
    if (atom.length === 1 && atom[0] !== undefined) parts.push({ ...atom[0], least: atom[0].least * least, most })
    else for (let times = 0; times < least; times++) parts.push(...atom)
  }
  return parts
}

function one(reader: Reader): readonly Part[] | null {
  const single = (sample: string, alphabet = ''): readonly Part[] => [{ sample, alphabet, least: 1, most: 1 }]
  const character = reader.take()
  if (character === '(') return group(reader)
  if (character === '[') return klass(reader)
  if (character === '.') return single('a', 'abcdefghij')
  if (character === '\\') {
    const escaped = reader.take()
    if (escaped === 'd') return single('1', '0123456789')
    if (escaped === 'w') return single('a', 'abcdefghij')
    if (escaped === 's') return single(' ')
    return /[a-zA-Z0-9]/.test(escaped) ? null : single(escaped)
  }
  return /[*+?{^$]/.test(character) ? null : single(character)
}

function group(reader: Reader): readonly Part[] | null {
  if (reader.match(/^\?:/) === null && reader.peek() === '?') return null
  const first = sequence(reader)
  while (reader.peek() === '|') {
    reader.take()
    if (sequence(reader) === null) return null
  }
  return reader.take() === ')' ? first : null
}

function klass(reader: Reader): readonly Part[] | null {
  const inside = reader.match(/^(\^?)((?:\[:\w+:\]|\\.|[^\]])+)\]/)
  if (inside === null) return null
  const [, not, body = ''] = inside
  const part = (alphabet: string): readonly Part[] => [{ sample: alphabet.slice(-1), alphabet, least: 1, most: 1 }]
  if (not === '^') return part('abcdefghij')
  if (/0-9|\\d|\[:(digit|alnum|xdigit):\]/.test(body)) return part('0123456789')
  if (/a-[f-z]|\\w|\[:(alpha|lower):\]/.test(body)) return part(body.includes('a-f') ? 'abcdefabcd' : 'abcdefghij')
  if (/A-[F-Z]|\[:upper:\]/.test(body)) return part(body.includes('A-F') ? 'ABCDEFABCD' : 'ABCDEFGHIJ')
  const sample = body.replace(/\\(.)/g, '$1').slice(0, 1)
  return [{ sample, alphabet: '', least: 1, most: 1 }]
}

function count(reader: Reader): readonly [number, number] {
  const found = reader.match(/^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/)
  if (found === null) return [1, 1]
  const [, sign, low = '1', comma, high = ''] = found
  if (sign === '?') return [0, 1]
  if (sign !== undefined) return [1, 1_000]
  return [Number(low), comma === undefined ? Number(low) : high === '' ? 1_000 : Number(high)]
}
