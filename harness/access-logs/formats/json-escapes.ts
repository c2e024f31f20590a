const BACKSLASH = 92
const CONTROL: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9 }

/**
 * Undoes the escapes of a JSON string where it stands: what is escaped is never shorter than what it means, so that
 * the bytes fit. Returns the new end. Most strings have none, and cost one look.
 */
export function unescapeInPlace(line: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && line[at] !== BACKSLASH) at++
  let to = at
  while (at < end) {
    const byte = line[at] as number
    if (byte !== BACKSLASH) {
      line[to++] = byte
      at++
      continue
    }
    const kind = String.fromCharCode(line[at + 1] ?? 0)
    if (kind === 'u') {
      to += spell(line, to, at)
      at += 6
    } else {
      line[to++] = CONTROL[kind] ?? line[at + 1] ?? 0
      at += 2
    }
  }
  return to
}

/** Half a surrogate pair becomes a replacement character, which is three bytes of the six that stood there. */
function spell(line: Uint8Array, to: number, at: number): number {
  const code = Number.parseInt(Buffer.from(line.subarray(at + 2, at + 6)).toString('latin1'), 16)
  const bytes = Buffer.from(String.fromCharCode(Number.isNaN(code) ? 0xfffd : code))
  line.set(bytes, to)
  return bytes.length
}
