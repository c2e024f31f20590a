import { unescapeInPlace } from './json-escapes.ts'
import type { Slices } from './slices.ts'

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const COLON = 58
const OPEN = 123
const CLOSE = 125
const OPEN_LIST = 91
const CLOSE_LIST = 93
const DOT = 46
const SEED = 0x811c9dc5
const PRIME = 0x01000193

/**
 * Reads the wanted fields of one JSON object per line without building the object. Names of nested fields are joined
 * by dots; objects that hold nothing wanted are read past.
 */
export class JsonScanner {
  readonly #slots: ReadonlyMap<number, number>
  readonly #prefixes: ReadonlySet<number>

  /** `wanted`: name of a field → slot. */
  constructor(wanted: ReadonlyMap<string, number>) {
    this.#slots = new Map([...wanted].map(([name, slot]) => [hashOf(Buffer.from(name)), slot]))
    const above = [...wanted.keys()].flatMap((name) =>
      [...name.matchAll(/\./g)].map(({ index }) => hashOf(Buffer.from(name.slice(0, index)))),
    )
    this.#prefixes = new Set(above)
  }

  /** False where the line is no object, or ends within it. */
  read(line: Uint8Array, start: number, end: number, slices: Slices): boolean {
    slices.clear()
    let at = start
    while (at < end && isSpace(line[at])) at++
    return line[at] === OPEN && this.#object({ line, end, slices }, at + 1, SEED) !== -1
  }

  /** From after the brace to after the closing one; -1 where it does not come. */
  #object(scan: Scan, from: number, prefix: number): number {
    const { line, end } = scan
    let at = from
    while (at < end) {
      const byte = line[at]
      if (byte === CLOSE) return at + 1
      if (byte !== QUOTE) {
        if (byte !== COMMA && !isSpace(byte)) return -1
        at++
        continue
      }
      let hash = prefix
      for (at++; at < end && line[at] !== QUOTE; at++) hash = Math.imul(hash ^ (line[at] as number), PRIME)
      for (at++; at < end && (line[at] === COLON || isSpace(line[at])); at++);
      at = this.#value(scan, at, hash)
      if (at === -1) return -1
    }
    return -1
  }

  #value(scan: Scan, at: number, hash: number): number {
    const { line, end, slices } = scan
    const byte = line[at]
    if (byte === OPEN) {
      if (this.#prefixes.has(hash)) return this.#object(scan, at + 1, Math.imul(hash ^ DOT, PRIME))
      return skipNested(line, at, end)
    }
    if (byte === OPEN_LIST) return skipNested(line, at, end)
    const slot = this.#slots.get(hash)
    const begin = byte === QUOTE ? at + 1 : at
    const until = byte === QUOTE ? endOfString(line, begin, end) : endOfBare(line, at, end)
    if (until === -1) return -1
    if (slot !== undefined && !((byte === 110) /* null */)) {
      slices.set(slot, begin, byte === QUOTE ? unescapeInPlace(line, begin, until) : until)
    }
    return byte === QUOTE ? until + 1 : until
  }
}

interface Scan {
  readonly line: Uint8Array
  readonly end: number
  readonly slices: Slices
}

function endOfString(line: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = line[at]
    if (byte === QUOTE) return at
    if (byte === BACKSLASH) at++
  }
  return -1
}

function endOfBare(line: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && line[at] !== COMMA && line[at] !== CLOSE && line[at] !== CLOSE_LIST && !isSpace(line[at])) at++
  return at === end || at === from ? -1 : at
}

function skipNested(line: Uint8Array, from: number, end: number): number {
  let depth = 0
  for (let at = from; at < end; at++) {
    const byte = line[at]
    if (byte === QUOTE) {
      at = endOfString(line, at + 1, end)
      if (at === -1) return -1
    } else if (byte === OPEN || byte === OPEN_LIST) depth++
    else if ((byte === CLOSE || byte === CLOSE_LIST) && --depth === 0) return at + 1
  }
  return -1
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 9
}

function hashOf(name: Uint8Array): number {
  return name.reduce((hash, byte) => Math.imul(hash ^ byte, PRIME), SEED)
}
