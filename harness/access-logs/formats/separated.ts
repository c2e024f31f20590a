import type { Slices } from './slices.ts'

const QUOTE = 34

/** Fields of a row by column; a quoted field loses its quotes. A row that ends within quotes is broken. */
export function separatedReader(
  separator: number,
  slotOfColumn: readonly (number | null)[],
): (line: Uint8Array, start: number, end: number, slices: Slices) => boolean {
  const slots = Int32Array.from(slotOfColumn, (slot) => slot ?? -1)
  return (line, start, end, slices) => {
    slices.clear()
    let column = 0
    let begin = start
    let inside = false
    for (let at = start; at <= end; at++) {
      const byte = at === end ? separator : line[at]
      if (byte === QUOTE) inside = !inside
      else if (byte === separator && (!inside || at === end)) {
        const slot = slots[column++] ?? -1
        const quoted = line[begin] === QUOTE && at - begin >= 2
        if (slot >= 0 && at > begin) slices.set(slot, quoted ? begin + 1 : begin, quoted ? at - 1 : at)
        begin = at + 1
      }
    }
    return !inside && column === slots.length
  }
}
