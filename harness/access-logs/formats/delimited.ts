import type { Slices } from './slices.ts'

const BACKSLASH = 92
const QUOTE = 34

/** A format is what stands between fields, and which fields they are; a null slot is read past. */
export interface Pattern {
  readonly before: string
  readonly fields: readonly { readonly slot: number | null; readonly after: string }[]
}

/**
 * A reader of lines in which each field ends where the text after it begins. Within double quotes a backslash takes
 * the byte after it along, as Apache writes them. What follows the last field is not looked at, so that a format with more
 * at its end is read too.
 */
export function delimitedReader({
  before,
  fields,
}: Pattern): (line: Uint8Array, start: number, end: number, slices: Slices) => boolean {
  const prefix = Buffer.from(before)
  const slots = Int32Array.from(fields, ({ slot }) => slot ?? -1)
  const afters = fields.map(({ after }) => Buffer.from(after))
  return (line, start, end, slices) => {
    slices.clear()
    let at = start
    if (!stands(prefix, line, at, end)) return false
    at += prefix.length
    for (let index = 0; index < slots.length; index++) {
      const after = afters[index] as Buffer
      const until = after.length === 0 ? end : endOfField(line, at, end, after)
      if (until === -1) return false
      const slot = slots[index] as number
      if (slot >= 0) slices.set(slot, at, until)
      at = until + after.length
    }
    return true
  }
}

function endOfField(line: Uint8Array, from: number, end: number, after: Uint8Array): number {
  const first = after[0]
  const quoted = first === QUOTE
  for (let at = from; at < end; at++) {
    const byte = line[at]
    if (quoted && byte === BACKSLASH) at++
    else if (byte === first && (after.length === 1 || stands(after, line, at, end))) return at
  }
  // The text after the last field may be the end of the line alone.
  return -1
}

function stands(text: Uint8Array, line: Uint8Array, at: number, end: number): boolean {
  if (at + text.length > end) return false
  for (let index = 0; index < text.length; index++) if (line[at + index] !== text[index]) return false
  return true
}
