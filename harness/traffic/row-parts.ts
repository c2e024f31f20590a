import { COMMA, decimal } from './csv.ts'

/** The third field. The first two are never quoted. */
export function thirdField(buffer: Buffer, start: number): number {
  const begin = buffer.indexOf(COMMA, buffer.indexOf(COMMA, start) + 1) + 1
  return decimal(buffer, begin, buffer.indexOf(COMMA, begin))
}

/** `vu=12` within the metadata, 0 where there is none. */
export function vuOf(buffer: Buffer, start: number, end: number): number {
  for (let at = start; at < end - 3; at++) {
    if (buffer[at] !== 118 || buffer[at + 1] !== 117 || buffer[at + 2] !== 61) continue
    let value = 0
    for (let digit = at + 3; digit < end && isDigit(buffer[digit]); digit++)
      value = value * 10 + (buffer[digit] ?? 0) - 48
    return value
  }
  return 0
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}

/** k6 writes metadata as `key=value` pairs with `&` between them, unescaped and in any order. */
export function metadataOf(text: string): ReadonlyMap<string, string> {
  return new Map(text.split('&').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
}
