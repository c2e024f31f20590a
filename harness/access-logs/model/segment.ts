import type { ParameterKind } from '../../model/traffic-model.ts'

const SEED = 0x811c9dc5
const PRIME = 0x01000193
const PERCENT = 37
const DASH = 45
const UNDERSCORE = 95
const SLASH = 47
const SEMICOLON = 59
const AT = 64

const LONGEST_WORD = 32
/** A hexadecimal of this length is a key of something; shorter ones may be words: cafe, feed. */
const SHORTEST_HASH = 8

const FILE =
  /\.(css|js|mjs|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|eot|mp[34]|webm|pdf|zip|gz|csv|xlsx?|docx?)$/i
const VERSION = /^v\d{1,3}(\.\d{1,3}){0,2}$/
const DATE = /^\d{4}-\d{2}(-\d{2})?$/
const UUID_BYTES = 36

/**
 * One segment of a path: where it ends, its hash, and what it can only be, where its looks say so. Reused from
 * segment to segment; most are told by counting kinds of bytes, without a string.
 */
export class Segment {
  end = 0
  hash = 0
  isNumber = false
  #length = 0
  #hex = 0
  #dashes = 0
  #looks: Looks = { digits: 0, letters: 0, capitals: 0, signs: 0 }

  /** From after a slash to the next one, or to the end. What follows a semicolon, as `;jsessionid=`, is no part of it. */
  read(line: Uint8Array, start: number, end: number): void {
    let hash = SEED
    let digits = 0
    let hex = 0
    let letters = 0
    let capitals = 0
    let dashes = 0
    let signs = 0
    let at = start
    for (; at < end; at++) {
      const byte = line[at] as number
      if (byte === SLASH || byte === SEMICOLON) break
      hash = Math.imul(hash ^ byte, PRIME)
      if (byte >= 48 && byte <= 57) digits++
      else if (byte >= 97 && byte <= 122) {
        letters++
        if (byte <= 102) hex++
      } else if (byte >= 65 && byte <= 90) {
        letters++
        capitals++
        if (byte <= 70) hex++
      } else if (byte === DASH) dashes++
      else if (byte === UNDERSCORE) continue
      else if (byte === AT || byte === PERCENT || byte > 126 || byte < 33) signs += 100
      else signs++
    }
    this.hash = hash
    this.#length = at - start
    this.isNumber = digits === this.#length && digits > 0
    this.#hex = hex
    this.#dashes = dashes
    const looks = this.#looks
    looks.digits = digits
    looks.letters = letters
    looks.capitals = capitals
    looks.signs = signs
    while (at < end && line[at] !== SLASH) at++
    this.end = at
  }

  /**
   * What the segment read last, which began at `start`, can only be; null for a word, which may belong to the path or be a
   * value in it. Asked for words that were not seen before: looking closely costs more than reading a line.
   */
  kind(line: Uint8Array, start: number): ParameterKind | null {
    const { digits, capitals, signs } = this.#looks
    const length = this.#length
    if (this.isNumber) return 'number'
    if (length === UUID_BYTES && digits + this.#hex === 32 && this.#dashes === 4) return 'uuid'
    if (digits > 0 && digits + this.#hex === length && length >= SHORTEST_HASH) return 'hash'
    if (digits === 0 && signs === 0 && length <= LONGEST_WORD && capitals <= 1) return null
    return kindByLooks(text(line, start, start + length), this.#looks)
  }
}

/** How many bytes of each kind; overwritten with the next segment. */
interface Looks {
  digits: number
  letters: number
  capitals: number
  signs: number
}

function kindByLooks(segment: string, { digits, letters, capitals, signs }: Readonly<Looks>): ParameterKind | null {
  if (segment === '') return null
  if (DATE.test(segment)) return 'date'
  if (/@|%40/i.test(segment)) return 'email'
  if (segment.startsWith('~')) return 'text'
  if (FILE.test(segment)) return 'file'
  if (VERSION.test(segment)) return null
  // Percent signs and foreign letters are somebody's text; a name with a dot is no word of a path either.
  if (signs >= 100 || segment.length > LONGEST_WORD) return 'text'
  if (digits > 2 || (digits > 0 && letters >= 8) || (capitals > 2 && capitals < letters && digits > 0)) return 'text'
  return /^[A-Za-z]\w*\.(html?|php|aspx?|jsp|do|action|json|xml|txt)$/.test(segment) || !segment.includes('.')
    ? null
    : 'text'
}

/** Words are told apart by their hash; this is for those that are kept. */
export function text(line: Uint8Array, start: number, end: number): string {
  return Buffer.from(line.buffer, line.byteOffset + start, end - start).toString('utf8')
}

/** The hash that `Segment` gives a word. */
export function hashOfWord(word: string): number {
  return Buffer.from(word).reduce((hash, byte) => Math.imul(hash ^ byte, PRIME), SEED)
}
